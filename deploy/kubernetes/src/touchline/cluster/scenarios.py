"""Ways to install the chart, each accepted or refused by a real API server that looks and keeps nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from touchline.cluster.kube import Kube
from touchline.cluster.paths import CHART, ROOT, Failure

EVERYTHING = ROOT / "deploy" / "helm" / "tests" / "everything.yaml"
PEER = "{namespaceSelector: {matchLabels: {team: web}}}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way to install; `refused` is what the server says where it must refuse."""

    name: str
    values: str
    refused: str = ""


def profiles() -> list[Scenario]:
    """The files of values beside the chart, and everything at once."""
    files: list[Path] = [*sorted(CHART.glob("values-*.yaml")), EVERYTHING]
    return [Scenario(file.stem, file.read_text()) for file in files]


OWN = (
    Scenario("no values", "{}"),
    Scenario("another name", "fullnameOverride: predictions"),
    Scenario("a private registry by digest", "image: {registry: 'r.example:5000/a', digests: {predictor: 'sha256:"
             + "0" * 64 + "'}, pullSecrets: [r]}"),
    Scenario("IRSA", "defaults: {serviceAccountAnnotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/r'}}"),
    Scenario("no hooks", "hooks: {enabled: false}"),
    Scenario("hooks without topics", "hooks: {topics: false, migrate: [predictor]}"),
    Scenario("no network policies", "networkPolicy: {enabled: false}"),
    Scenario("clients of one team", f"networkPolicy: {{clients: [{PEER}], monitoring: [{PEER}], dns: [{PEER}]}}"),
    Scenario("stores in one subnet", "networkPolicy: {stores: {kafka: {to: [{ipBlock: {cidr: 10.0.0.0/16}}],"
             " ports: [9092, 9094]}}}"),
    Scenario("tokens of an issuer", "{networkPolicy: {issuer: {to: [{ipBlock: {cidr: 10.0.9.0/24}}], ports: [8443]}},"
             " workloads: {predictor-serve: {settings: {jwt_issuer: 'https://id.example/', jwt_audience: touchline,"
             " jwt_keys: 'https://id.example/keys'}}}}"),
    Scenario("serving alone", "{workloads: {ingestor: {enabled: false}, normalizer: {enabled: false}, feature-store:"
             " {enabled: false}, predictor-consume: {enabled: false}, drift-monitor: {enabled: false}}, trainer:"
             " {enabled: false}}"),
    Scenario("serving scales", "workloads: {predictor-serve: {autoscaling: {enabled: true, min: 3, max: 9, cpu: 60}}}"),
    Scenario("every stream scales", "workloads: {normalizer: {keda: {enabled: true}}, feature-store: {keda: {enabled:"
             " true, min: 0}}, predictor-consume: {keda: {enabled: true, max: 2}}}"),
    Scenario("a load balancer", "workloads: {predictor-serve: {serviceType: LoadBalancer, serviceAnnotations: {}}}"),
    Scenario("a node port", "workloads: {predictor-serve: {serviceType: NodePort}}"),
    Scenario("zones and hosts apart", "defaults: {spread: {zone: DoNotSchedule, host: DoNotSchedule}}"),
    Scenario("GPU nodes", "trainer: {gpu: {enabled: true, count: 2}, nodeSelector: {gpu: 'yes'}, tolerations:"
             " [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]}"),
    Scenario("affinity", "defaults: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
             " [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {a: b}}}]}}}"),
    Scenario("the operator makes the Secret", "secret: {name: ours, external: {enabled: true, store: vault,"
             " kind: SecretStore, entry: a/b, refresh: 15m}}"),
    Scenario("a priority", "{defaults: {priorityClass: system-cluster-critical}}"),
    Scenario("Prometheus' operator", "monitoring: {serviceMonitor: {enabled: true, labels: {release: p}},"
             " rules: {enabled: true}, dashboards: {enabled: true, annotations: {folder: Touchline}}}"),
    Scenario("no pods of Airflow's", "airflow: {settings: false}"),
    Scenario("long drains", "defaults: {drainSeconds: 60, graceSeconds: 120}"),
    # What the schema cannot see and a real server does.
    Scenario("an affinity of nonsense", "defaults: {affinity: {nodeAffinity: {required: 1}}}", "unknown field"),
    Scenario("a block outside its range", "networkPolicy: {private: [192.0.2.0/99]}", "Invalid value"),
    Scenario("a request above its limit", "trainer: {resources: {requests: {memory: 8Gi}, limits: {memory: 1Gi}}}",
             "must be less than or equal to memory limit"),
    Scenario("an annotation that is no name", "defaults: {podAnnotations: {'a b': c}}", "annotations: Invalid value"),
)  # fmt: skip


def validate(kube: Kube, say: Callable[[str], None]) -> int:
    """Try them all; how many came out as they must.

    Raises:
        Failure: one did not.
    """
    every = [*profiles(), *OWN]
    for scenario in every:
        looked = ["apply", "--dry-run=server", "--validate=strict", "-f", "-"]
        manifests = rendered(kube, scenario)
        _accounts_of_pods(kube, manifests)
        answer = kube.kubectl(*looked, given=manifests, check=False)
        lines = answer.splitlines()
        accepted = bool(lines) and all("(server dry run)" in line for line in lines)
        if scenario.refused and scenario.refused not in answer:
            raise Failure(f"scenario '{scenario.name}' should be refused with '{scenario.refused}': {answer[-400:]}")
        if not scenario.refused and not accepted:
            raise Failure(f"scenario '{scenario.name}' is refused: {answer[-800:]}")
        say(f"  {scenario.name}: " + ("refused, as it must be" if scenario.refused else f"{len(lines)} objects"))
    return len(every)


def rendered(kube: Kube, scenario: Scenario) -> str:
    """Its manifests; a name given twice would be taken for a later version of the first."""
    values = yaml.safe_load(scenario.values) or {}
    return kube.rendered(yaml.safe_dump(values))


def _accounts_of_pods(kube: Kube, manifests: str) -> None:
    """A pod is looked at only where its account is there already, which the release would have made just before."""
    for each in yaml.load_all(manifests, Loader=yaml.CSafeLoader):
        if each and each["kind"] == "Pod":
            kube.kubectl("create", "serviceaccount", each["spec"]["serviceAccountName"], check=False)
