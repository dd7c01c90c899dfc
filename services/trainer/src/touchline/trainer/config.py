"""Settings of the trainer."""

from pydantic import Field

from touchline.runtime.settings import Settings


class TrainerSettings(Settings):
    """What the trainer reads from the environment beside what all services read."""

    competitions: str = Field("E0", min_length=2, description="competitions that the model is for, with commas")
    model_name: str = Field("touchline-match", min_length=1, max_length=64, description="name in registry and S3")
    player_model_name: str = Field(
        "touchline-player", pattern=r"^.*player$", max_length=64, description="the same of the models of players"
    )
    player_seasons: int = Field(
        0, ge=0, le=100, description="latest seasons that models of players learn from; 0: all that are known"
    )
    commit: str = Field("", max_length=64, description="Git commit of the code; by itself Git is asked")
    dask_scheduler: str = Field("", description="Dask scheduler for back-tests; empty: this machine's cores")
