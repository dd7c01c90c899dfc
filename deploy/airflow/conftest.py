"""DAGs and plugins import Airflow, which lives in another environment: their tests start that one."""

collect_ignore = ["dags", "plugins"]
