"""FastAPI + pydantic + `Booster.predict`, as tutorials show it, with uvicorn's faster loop and parser."""

import numpy as np
from fastapi import FastAPI
from pydantic import create_model

from benchmarks.serving.peer.plan import Scoring

scoring = Scoring()
Features = create_model("Features", **dict.fromkeys(scoring.names, (float, ...)))
Answer = create_model("Answer", home=(float, ...), draw=(float, ...), away=(float, ...))
app = FastAPI()


@app.post("/predict", response_model=Answer)
async def predict(features: Features):
    """One meeting; scoring takes less than a thread would."""
    values = np.array([[getattr(features, name) for name in scoring.names]])
    home, draw, away = scoring(values)[0].tolist()
    return Answer(home=home, draw=draw, away=away)
