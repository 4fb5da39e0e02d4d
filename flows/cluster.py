"""Batches on a Dask cluster: the same functions on the same files, in processes of other machines.

Workers need the same version of Copydesk, the same seeds, and the folder of the run's work under
the same path (docs/cluster.md). They need no Prefect: a stage is one task of the run, whose batches
Dask spreads. What a batch gives is a folder named after its content, so a batch that runs twice,
because its worker died behind it, is harmless.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from flows import batches, rules
from flows.errors import CopydeskError, Unusable

LOCAL = "local"
SECONDS_TO_CONNECT = 20


class WorkersDiffer(CopydeskError):
    """A worker of the cluster would make other rows than this run, or none."""


def run_on_cluster(
    stage: batches.Stage, paths: list[Path], address: str, workers: int
) -> dict[Path, Path]:
    """The results of batches by their files, but of those with which worker after worker died.

    Args:
        address: of a scheduler, such as "tcp://10.0.0.5:8786"; "local" starts so many workers here.

    Raises:
        Unusable: no scheduler answers there, or Dask is not installed.
        WorkersDiffer: a worker has no Copydesk, or other rules.
    """
    distributed = import_dask()
    version, results = rules.find_batch_version(), {}
    with connect(address, workers) as client:
        futures = {
            path: client.submit(run_there, stage.name, path, version, pure=False) for path in paths
        }
        for path, future in futures.items():
            try:
                results[path] = future.result()
            except distributed.KilledWorker:
                continue
            except ModuleNotFoundError as error:
                raise WorkersDiffer(
                    f"a worker of the Dask cluster cannot import {error.name}; install Copydesk"
                    f" {version} there, and run again"
                ) from None
    return results


def run_there(stage: str, path: Path, version: str) -> Path:
    """Run a batch on a worker that makes the same rows as the run does."""
    own = rules.find_batch_version()
    if own != version:
        raise WorkersDiffer(
            f"the Dask worker {import_dask().get_worker().address} has the rules {own}"
            f" and this run {version};"
            " give both the same Copydesk, libraries and seeds (COPYDESK_SEEDS), start the worker"
            " again, and run again"
        )
    if not path.exists():
        raise WorkersDiffer(
            f"{path}: a Dask worker does not see it; name a folder that all share with --work"
        )
    return batches.run_batch(stage, path)


@contextmanager
def connect(address: str, workers: int) -> Iterator[Any]:
    """A client of the cluster; its own processes end with the block."""
    distributed = import_dask()
    if address == LOCAL:
        own = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
        with (
            distributed.LocalCluster(**own) as cluster,
            distributed.Client(cluster, set_as_default=False) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Unusable(f"--dask {address}: no scheduler answers there ({error})") from None
    with client:
        yield client


def import_dask() -> Any:
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise Unusable("--dask needs more packages: pip install 'copydesk[dask]'") from None
