"""The series as NetCDF after the CF conventions (1.11), for hydrologists' tools.

Each reservoir is a time series (`featureType: timeSeries`): variables are laid out by reservoir and
day, `NaN` where nothing is on record. Quantities with a standard name in CF's table carry it.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import BinaryIO

import numpy as np
import pandas as pd
import xarray as xr

from dashboard.registry import entries

STANDARD_NAMES = dict.fromkeys(("release", "inflow"), "water_volume_transport_in_river_channel")
"""CF has names for flow in a channel; none for storage, fill, pool level over a local zero or spill height."""

UNITS = {
    "release": "m3 s-1",
    "inflow": "m3 s-1",
    "storage": "1e6 m3",
    "fill": "percent",
    "level": "m",
    "spill_height": "m",
}
"""Quantity -> its unit as UDUNITS writes it."""

LONG_NAMES = {
    "release": "flow released from the reservoir",
    "inflow": "flow into the reservoir",
    "storage": "volume stored in the reservoir",
    "fill": "stored volume as a share of full supply",
    "level": "water level of the reservoir, over the zero its publisher uses",
    "spill_height": "height of the water above the crest of an ungated spillway",
}


def dataset(rows: pd.DataFrame, made: dt.datetime) -> xr.Dataset:
    """The series `rows` (one a reservoir, quantity and day) as a dataset by reservoir and time."""
    ids = sorted(set(rows["reservoir_id"]))
    days = pd.DatetimeIndex(sorted(set(rows["date"]))).as_unit("ns")
    variables = {
        quantity: _variable(rows[rows["quantity"] == quantity], quantity, ids, days)
        for quantity in UNITS
        if (rows["quantity"] == quantity).any()
    }
    return xr.Dataset(variables, coords=_coordinates(rows, ids, days), attrs=_about(made))


def write(data: xr.Dataset, file: BinaryIO) -> None:
    """Write the dataset as NetCDF-4."""
    encoding = {name: {"_FillValue": np.nan, "zlib": True} for name in data.data_vars}
    encoding |= {name: {"_FillValue": np.nan} for name in ("lat", "lon")}
    encoding["time"] = {"units": "days since 1970-01-01", "calendar": "standard", "dtype": "int32"}
    written = io.BytesIO()
    data.to_netcdf(written, engine="h5netcdf", encoding=encoding)
    file.write(written.getbuffer())


def _variable(rows: pd.DataFrame, quantity: str, ids: list[str], days: pd.DatetimeIndex) -> xr.Variable:
    values = np.full((len(ids), len(days)), np.nan)
    at = np.searchsorted(ids, rows["reservoir_id"]), days.searchsorted(pd.DatetimeIndex(rows["date"]).as_unit("ns"))
    values[at] = rows["value"]
    told = {"units": UNITS[quantity], "long_name": LONG_NAMES[quantity], "cell_methods": "time: point"}
    if quantity in STANDARD_NAMES:
        told["standard_name"] = STANDARD_NAMES[quantity]
    return xr.Variable(("reservoir", "time"), values, told | {"coordinates": "lat lon reservoir_id reservoir_name"})


def _coordinates(rows: pd.DataFrame, ids: list[str], days: pd.DatetimeIndex) -> dict[str, xr.Variable]:
    known = entries()
    names = dict(zip(rows["reservoir_id"], rows["reservoir"], strict=True))
    points = [(known[key].point if key in known else None) or (np.nan, np.nan) for key in ids]
    return {
        "time": xr.Variable("time", days, {"standard_name": "time", "axis": "T"}),
        "reservoir_id": xr.Variable("reservoir", np.array(ids, dtype=object), {"cf_role": "timeseries_id"}),
        "reservoir_name": xr.Variable(
            "reservoir", np.array([names[key] for key in ids], dtype=object), {"long_name": "name of the reservoir"}
        ),
        "lat": xr.Variable(
            "reservoir",
            np.array([point[0] for point in points], dtype=float),
            {"standard_name": "latitude", "units": "degrees_north", "comment": "of the dam, or of the nearest town"},
        ),
        "lon": xr.Variable(
            "reservoir",
            np.array([point[1] for point in points], dtype=float),
            {"standard_name": "longitude", "units": "degrees_east", "comment": "of the dam, or of the nearest town"},
        ),
    }


def _about(made: dt.datetime) -> dict[str, str]:
    return {
        "Conventions": "CF-1.11",
        "featureType": "timeSeries",
        "title": "Releases of reservoirs in Kazakhstan, as stated in flood bulletins",
        "institution": "as named by the publisher of each bulletin",
        "source": "figures read by Agyn in published bulletins; days are calendar days in Kazakhstan",
        "history": f"{made.replace(microsecond=0).isoformat()} written by Agyn",
        "license": "not stated by the publishers",
        "comment": "NaN: nothing on record for that day, which is not zero.",
    }
