"""The series as NetCDF: what hydrologists' tools find in it is what the series says."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def data(client) -> xr.Dataset:
    content = client.get("series.nc?days=all").content
    return xr.load_dataset(io.BytesIO(content), engine="h5netcdf")


def test_it_follows_the_conventions(data):
    assert data.attrs["Conventions"] == "CF-1.11"
    assert data.attrs["featureType"] == "timeSeries"
    assert data["reservoir_id"].attrs["cf_role"] == "timeseries_id"
    assert data["release"].attrs["standard_name"] == "water_volume_transport_in_river_channel"
    assert data["release"].attrs["units"] == "m3 s-1"
    assert data["time"].attrs["standard_name"] == "time"
    assert all(data[name].dims == ("reservoir", "time") for name in data.data_vars)
    assert np.isnan(data["release"].encoding["_FillValue"])


@pytest.mark.parametrize("quantity", ["release", "inflow", "storage", "fill"])
def test_every_value_is_there_and_nothing_else(data, client, quantity):
    rows = client.get(f"series?days=all&limit=10000&quantity={quantity}").json()["data"]
    told = data[quantity].assign_coords(reservoir=data["reservoir_id"])
    for row in rows:
        assert told.sel(reservoir=row["reservoir_id"], time=row["date"]).item() == row["value"]
    assert int(told.notnull().sum()) == len(rows) > 0  # a day without a figure is missing, and not zero


def test_the_script_in_the_docs_loads_it(address, client):
    rows = client.get("series?days=all&limit=10000&reservoir=shulba").json()["data"]
    command = [sys.executable, "docs/load_netcdf.py", f"{address}/api/v1/series.nc?days=all", "shulba"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{len(rows)} days of shulba, in m3 s-1" in done.stdout
