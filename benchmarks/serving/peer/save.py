"""`python -m benchmarks.serving.peer.save`: write the MLflow model that `mlflow models serve` then serves."""

import sys
from pathlib import Path

import mlflow

folder = Path(sys.argv[1])
mlflow.pyfunc.save_model(
    path=str(folder / "mlflow"),
    python_model=str(Path(__file__).parent / "wrapped.py"),
    artifacts={"plan": str(folder / "plan")},
    pip_requirements=["mlflow"],
)
