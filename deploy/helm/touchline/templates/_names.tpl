{{/* Beginning of all names: the release's, with the chart's where it is not part of it. */}}
{{- define "touchline.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride }}
{{- else if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* Name of the Secret with all that must not be read in values. */}}
{{- define "touchline.secret" -}}
{{ .Values.secret.name | default (include "touchline.fullname" .) }}
{{- end }}

{{/* What pods of a component are chosen by; never changes. Takes {root, name}. */}}
{{- define "touchline.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Labels of everything. Takes {root, name}. */}}
{{- define "touchline.labels" -}}
{{ include "touchline.selector" . }}
app.kubernetes.io/part-of: touchline
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* A component's object's metadata. Takes {root, name}. */}}
{{- define "touchline.metadata" -}}
name: {{ include "touchline.fullname" .root }}-{{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "touchline.labels" . | nindent 2 }}
{{- end }}

{{/* The image of a service: by its digest where one is given. Takes {root, service}. */}}
{{- define "touchline.image" -}}
{{- $image := .root.Values.image -}}
{{- $name := printf "%s/%s" $image.repository .service -}}
{{- if $image.registry }}{{ $name = printf "%s/%s" $image.registry $name }}{{ end -}}
{{- with get $image.digests .service }}{{ printf "%s@%s" $name . }}
{{- else }}{{ printf "%s:%s" $name ($image.tag | default .root.Chart.AppVersion) }}{{ end -}}
{{- end }}

{{/* A workload over the defaults, as YAML. Takes {root, own}. */}}
{{- define "touchline.merged" -}}
{{ mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy .own) | toYaml }}
{{- end }}

{{/* The workloads that run, by name, over the defaults, as YAML. */}}
{{- define "touchline.workloads" -}}
{{- range $name, $own := .Values.workloads }}
{{- $work := mergeOverwrite (deepCopy $.Values.defaults) (deepCopy $own) }}
{{- if $work.enabled }}
{{ $name }}:
  {{- toYaml $work | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
