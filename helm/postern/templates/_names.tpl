{{/* The names and labels that every object shares. */}}

{{- define "postern.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "postern.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 57 | trimSuffix "-" }}
{{- else }}
{{- $name := include "postern.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 57 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 57 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "postern.selectorLabels" -}}
app.kubernetes.io/name: {{ include "postern.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "postern.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "postern.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "postern.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "postern.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "postern.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* What the chart itself has to say to the gateway, under what the values say. */}}
{{- define "postern.config" -}}
{{- $bind := printf "0.0.0.0:%d" (int .Values.data.containerPort) }}
{{- $listeners := list (dict "bind" $bind) }}
{{- $server := dict "address" "0.0.0.0" "port" (int .Values.admin.containerPort) }}
{{- $leave := dict "unreadyFor" (printf "%ds" (int .Values.leave.unreadySeconds)) "drain" (printf "%ds" (int .Values.leave.drainSeconds)) }}
{{- $replay := dict "zone" .Values.replay.zone "budget" .Values.replay.budget "window" .Values.replay.window }}
{{- $postern := dict "listeners" $listeners "leave" $leave "replay" $replay "earlyData" .Values.earlyData "tickets" .Values.tickets }}
{{- $spring := dict }}
{{- $chart := dict "postern" $postern "server" $server }}
{{- if .Values.database.url }}
{{- $datasource := dict "url" .Values.database.url "username" .Values.database.username }}
{{- if .Values.database.caSecret }}
{{- $_ := set $datasource "hikari" (dict "data-source-properties" (dict "sslrootcert" "/etc/postern/database-ca/ca.crt")) }}
{{- end }}
{{- $_ := set $spring "datasource" $datasource }}
{{- $_ := set $postern "database" (dict "allowPlain" .Values.database.allowPlain) }}
{{- end }}
{{- if .Values.replay.url }}
{{- $_ := set $replay "url" .Values.replay.url }}
{{- $_ := set $replay "allowPlain" .Values.replay.allowPlain }}
{{- $_ := set $replay "cluster" .Values.replay.cluster }}
{{- if .Values.replay.username }}
{{- $_ := set $replay "username" .Values.replay.username }}
{{- end }}
{{- if .Values.replay.existingSecret }}
{{- $_ := set $replay "passwordFile" (printf "/etc/postern/replay/%s" .Values.replay.secretKey) }}
{{- end }}
{{- if .Values.replay.caSecret }}
{{- $_ := set $replay "bundle" "replay" }}
{{- $_ := set $spring "ssl" (dict "bundle" (dict "pem" (dict "replay" (dict "truststore" (dict "certificate" "file:/etc/postern/replay-ca/ca.crt"))))) }}
{{- end }}
{{- end }}
{{- if $spring }}
{{- $_ := set $chart "spring" $spring }}
{{- end }}
{{- mustMergeOverwrite $chart (deepCopy .Values.config) | toYaml }}
{{- end }}
