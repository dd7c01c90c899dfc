{{/* Environment of a container: shared settings, its own, ports, and references into the Secret. Takes {root, work}. */}}
{{- define "touchline.environment" -}}
{{- $secret := include "touchline.secret" .root -}}
{{- range $key, $value := merge (deepCopy .work.settings) .root.Values.settings }}
{{- if or (ne $key "redis") $value }}
- {name: TOUCHLINE_{{ upper $key }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- end }}
{{- range $port, $number := .work.ports }}
- {name: TOUCHLINE_{{ upper $port }}_PORT, value: {{ $number | toString | quote }}}
{{- end }}
{{- range $key, $need := .work.secrets }}
{{- if ne $need "none" }}
- name: TOUCHLINE_{{ upper $key }}
  valueFrom:
    secretKeyRef: {name: {{ $secret }}, key: TOUCHLINE_{{ upper $key }}, optional: {{ eq $need "optional" }}}
{{- end }}
{{- end }}
{{- if .root.Values.authorities.configMap }}
- {name: TOUCHLINE_TLS_AUTHORITIES, value: /etc/touchline/{{ .root.Values.authorities.key }}}
{{- end }}
- {name: TOUCHLINE_INSTANCE, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
- {name: TOUCHLINE_DATA, value: /tmp/touchline}
- {name: HOME, value: /tmp}
- {name: PYTHONUNBUFFERED, value: "1"}
{{- range $key, $value := .root.Values.environment }}
- {name: {{ $key }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}

{{/* What holds for every pod: no root, no token, no way to write but /tmp. Takes {root, name, account}. */}}
{{- define "touchline.pod" -}}
serviceAccountName: {{ include "touchline.fullname" .root }}-{{ .account | default .name }}
automountServiceAccountToken: false
# Kubernetes would name every Service in the environment, as TOUCHLINE_…_PORT among others: settings of ours.
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* Where a pod may run. Takes {work}. */}}
{{- define "touchline.placement" -}}
{{- with .work.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .work.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .work.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .work.priorityClass }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* Image and confinement of every container. Takes {root, service}. */}}
{{- define "touchline.container" -}}
image: {{ include "touchline.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: scratch, mountPath: /tmp}
  {{- if .root.Values.authorities.configMap }}
  - {name: authorities, mountPath: /etc/touchline, readOnly: true}
  {{- end }}
{{- end }}

{{/* What a pod mounts. Takes {root, scratch}. */}}
{{- define "touchline.volumes" -}}
- {name: scratch, emptyDir: {sizeLimit: {{ .scratch }}}}
{{- with .root.Values.authorities.configMap }}
- {name: authorities, configMap: {name: {{ . }}}}
{{- end }}
{{- end }}

{{/* A look at a container. Takes {look}. */}}
{{- define "touchline.probe" -}}
httpGet: {path: {{ .look.path }}, port: {{ .look.port }}}
periodSeconds: {{ .look.seconds }}
failureThreshold: {{ .look.failures }}
timeoutSeconds: 5
{{- end }}
