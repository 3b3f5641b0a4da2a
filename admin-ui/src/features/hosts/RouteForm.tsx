import { Button, Group, MultiSelect, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { byField, explain } from "../../api/errors";
import type { Host } from "../../api/generated/schema";
import { upstreamsQuery } from "../../api/queries";
import { Disclosure } from "../../ui/Disclosure";
import { Notice } from "../../ui/Notice";
import { DurationFields } from "./DurationFields";
import { EarlyRequestFields } from "./EarlyRequestFields";
import { RateFields } from "./RateFields";
import { METHODS, ROUTE_FIELDS, ROUTE_TIMEOUTS, type RouteValues } from "./routeForm";

interface RouteFormProps {
  readonly initial: RouteValues;
  /** Of the host, which says what the route does not. */
  readonly preset: Host["earlyData"]["preset"];
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly notice?: (values: RouteValues) => ReactNode;
  readonly onSubmit: (values: RouteValues) => void;
}

export function RouteForm({ initial, preset, submitLabel, busy, error, notice, onSubmit }: RouteFormProps) {
  const form = useForm<RouteValues>({ initialValues: initial });
  const { known, other } = byField(error, ROUTE_FIELDS);
  const values = form.getValues();
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack>
        {notice?.(values)}
        {error !== null && <Notice tone="error" {...explain(error)} items={other} />}
        <TextInput label="Name" data-autofocus {...form.getInputProps("name")} error={known["name"]} />
        <TextInput
          label="Path prefix"
          description="/api takes /api and /api/x, not /apix"
          {...form.getInputProps("pathPrefix")}
          error={known["pathPrefix"]}
        />
        <MultiSelect
          label="Methods"
          description="None chosen means any"
          data={METHODS}
          {...form.getInputProps("methods")}
          error={known["methods"]}
        />
        <UpstreamSelect {...form.getInputProps("upstreamId")} error={known["upstreamId"]} />
        <EarlyRequestFields
          values={values.early}
          preset={preset}
          errors={known}
          onChange={(early) => form.setFieldValue("early", early)}
        />
        <Disclosure
          label="Header fields, encoded slashes, deadlines and rates"
          open={Object.keys(known).some((field) => field === "headers" || /^(timeouts|rates)\./.test(field))}
        >
          <Textarea
            label="Header fields"
            description="Each must have exactly this value; one name: value a line"
            autosize
            minRows={2}
            {...form.getInputProps("headers")}
            error={known["headers"]}
          />
          <Switch
            label="Allow encoded slashes"
            description="A path with %2F gets 400 otherwise, since an upstream may read it differently."
            {...form.getInputProps("allowEncodedSlash", { type: "checkbox" })}
          />
          <DurationFields
            fields={ROUTE_TIMEOUTS}
            values={values.timeouts}
            errors={known}
            onChange={(name, value) => form.setFieldValue("timeouts", { ...values.timeouts, [name]: value })}
          />
          <RateFields values={values.rates} errors={known} onChange={(rates) => form.setFieldValue("rates", rates)} />
        </Disclosure>
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface UpstreamSelectProps {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly error: ReactNode;
}

function UpstreamSelect({ value, onChange, error }: UpstreamSelectProps) {
  const { data: upstreams = [] } = useQuery(upstreamsQuery);
  return (
    <Select
      label="Upstream"
      description="Where its requests go"
      placeholder="Choose one"
      searchable
      nothingFoundMessage="No such upstream"
      data={upstreams.map(({ id, name, earlyDataAware }) => ({
        value: id,
        label: earlyDataAware ? `${name} · early-data aware` : name,
      }))}
      value={value === undefined || value === "" ? null : value}
      onChange={(chosen) => onChange?.(chosen ?? "")}
      error={error}
    />
  );
}
