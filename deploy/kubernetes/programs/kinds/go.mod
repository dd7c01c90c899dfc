// Whose kinds the chart also makes: only the definitions beside their code are read, nothing is built.
module touchline/kinds

go 1.24.0

require (
	github.com/external-secrets/external-secrets v0.20.4
	github.com/kedacore/keda/v2 v2.18.1
	github.com/prometheus-operator/prometheus-operator v0.85.0
)
