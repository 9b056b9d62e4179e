"""Agyn's series in xarray: python docs/load_netcdf.py ADDRESS-OR-FILE [RESERVOIR]

    python docs/load_netcdf.py "http://127.0.0.1:8050/api/v1/series.nc?days=all" shulba

Prints what is on record of a reservoir, by month. NaN is a day without a figure, which is not zero.
"""

import io
import sys
import urllib.request

import xarray as xr


def load(place: str) -> xr.Dataset:
    """The dataset at an address or in a file, with ids of reservoirs as labels."""
    if place.startswith(("http://", "https://")):
        with urllib.request.urlopen(place, timeout=60) as answer:
            data = xr.load_dataset(io.BytesIO(answer.read()), engine="h5netcdf")
    else:
        data = xr.load_dataset(place, engine="h5netcdf")
    return data.set_xindex("reservoir_id")


if __name__ == "__main__":
    series = load(sys.argv[1])
    reservoir = sys.argv[2] if len(sys.argv) > 2 else series["reservoir_id"].values[0]
    releases = series["release"].sel(reservoir_id=reservoir).dropna("time")
    print(f"{releases.sizes['time']} days of {reservoir}, in {releases.attrs['units']}; monthly means:")
    print(releases.resample(time="MS").mean().dropna("time").to_series().round(1).to_string())
