"""The same member as an MLflow model, from code (no pickle)."""

from pathlib import Path

import mlflow

from benchmarks.serving.peer.plan import Scoring


class Wrapped(mlflow.pyfunc.PythonModel):
    """Named features in, probabilities out."""

    def load_context(self, context):
        """Open the trees."""
        self.scoring = Scoring(Path(context.artifacts["plan"]))

    def predict(self, context, model_input, params=None):
        """Of a data frame, as MLflow's server makes it."""
        return self.scoring(model_input[self.scoring.names].to_numpy(dtype=float))


mlflow.models.set_model(Wrapped())
