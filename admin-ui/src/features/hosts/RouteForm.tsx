import { Button, Group, MultiSelect, Radio, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { byField, explain } from "../../api/errors";
import { upstreamsQuery } from "../../api/queries";
import { Disclosure } from "../../ui/Disclosure";
import { Notice } from "../../ui/Notice";
import { DurationFields } from "./DurationFields";
import { RateFields } from "./RateFields";
import { EARLY_ACTIONS, ROUTE_FIELDS, ROUTE_TIMEOUTS, type RouteValues } from "./routeForm";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

interface RouteFormProps {
  readonly initial: RouteValues;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly notice?: (values: RouteValues) => ReactNode;
  readonly onSubmit: (values: RouteValues) => void;
}

export function RouteForm({ initial, submitLabel, busy, error, notice, onSubmit }: RouteFormProps) {
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
        <Radio.Group
          label="Early requests"
          description="What to do with a request that comes before the handshake is confirmed"
          {...form.getInputProps("earlyData")}
          error={known["earlyData"]}
        >
          <Stack gap="xs" mt="xs">
            {EARLY_ACTIONS.map(({ value, label, description }) => (
              <Radio key={value} value={value} label={label} description={description} />
            ))}
          </Stack>
        </Radio.Group>
        {values.earlyData === "allow" && (
          <>
            <MultiSelect
              label="Methods to act on early"
              description="None chosen means every one that the route takes; the others are held"
              data={METHODS}
              {...form.getInputProps("earlyDataMethods")}
              error={known["earlyDataMethods"]}
            />
            <Switch
              label="Also with a query"
              description="A query often names one thing to do once; without this such requests are held."
              {...form.getInputProps("earlyDataQuery", { type: "checkbox" })}
            />
          </>
        )}
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
