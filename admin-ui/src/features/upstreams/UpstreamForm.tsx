import { ActionIcon, Button, Group, NumberInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { byField, explain } from "../../api/errors";
import { trustBundlesQuery } from "../../api/queries";
import { Disclosure } from "../../ui/Disclosure";
import { Notice } from "../../ui/Notice";
import classes from "./UpstreamForm.module.css";
import { PROTOCOLS, UPSTREAM_FIELDS, type UpstreamValues } from "./upstreamForm";

interface UpstreamFormProps {
  readonly initial: UpstreamValues;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly notice?: (values: UpstreamValues) => ReactNode;
  readonly onSubmit: (values: UpstreamValues) => void;
}

const TLS_FIELDS = ["serverName", "trustBundleId", "insecureSkipVerify"];

export function UpstreamForm({ initial, submitLabel, busy, error, notice, onSubmit }: UpstreamFormProps) {
  const form = useForm<UpstreamValues>({ initialValues: initial });
  const { known, other } = byField(error, UPSTREAM_FIELDS);
  const values = form.getValues();
  const { data: trustBundles = [] } = useQuery(trustBundlesQuery);
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack>
        {notice?.(values)}
        {error !== null && <Notice tone="error" {...explain(error)} items={other} />}
        <TextInput label="Name" data-autofocus {...form.getInputProps("name")} error={known["name"]} />
        <Select
          label="Protocol"
          data={PROTOCOLS}
          allowDeselect={false}
          {...form.getInputProps("protocol")}
          error={known["protocol"]}
        />
        <fieldset className={classes["group"]}>
          <legend>Endpoints</legend>
          {values.endpoints.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an endpoint being typed has nothing else that stays the same.
            <div key={index} className={classes["endpoint"]}>
              <TextInput
                label={index === 0 ? "Address" : undefined}
                aria-label={`Address of endpoint ${index + 1}`}
                placeholder="http://10.0.0.7:8080"
                className={classes["url"] ?? ""}
                {...form.getInputProps(`endpoints.${index}.url`)}
              />
              <NumberInput
                label={index === 0 ? "Weight" : undefined}
                aria-label={`Weight of endpoint ${index + 1}`}
                className={classes["weight"] ?? ""}
                min={0}
                max={1000}
                {...form.getInputProps(`endpoints.${index}.weight`)}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={`Remove endpoint ${index + 1}`}
                disabled={values.endpoints.length === 1}
                onClick={() => form.removeListItem("endpoints", index)}
              >
                <IconX size={18} aria-hidden="true" />
              </ActionIcon>
            </div>
          ))}
          {known["endpoints"] !== undefined && <Notice tone="error" title={known["endpoints"]} />}
          <div>
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconPlus size={15} aria-hidden="true" />}
              onClick={() => form.insertListItem("endpoints", { url: "", weight: 1 })}
            >
              Add endpoint
            </Button>
          </div>
        </fieldset>
        <Switch
          label="Early-data aware"
          description="It honours the Early-Data field and may answer 425 (RFC 8470). Only then does a request that came early reach it early."
          {...form.getInputProps("earlyDataAware", { type: "checkbox" })}
          error={known["earlyDataAware"]}
        />
        <Disclosure
          label="TLS towards it"
          open={TLS_FIELDS.some((field) => known[field] !== undefined) || values.insecureSkipVerify}
        >
          <TextInput
            label="Name in its certificate"
            description="What to ask for and to find; the endpoint's own host when empty"
            {...form.getInputProps("serverName")}
            error={known["serverName"]}
          />
          <Select
            label="Trust bundle"
            description="The authorities to trust; those of the gateway's machine when empty"
            placeholder="Those of the machine"
            clearable
            data={trustBundles.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("trustBundleId")}
            onChange={(chosen) => form.setFieldValue("trustBundleId", chosen ?? "")}
            error={known["trustBundleId"]}
          />
          <Switch
            color="red"
            label="Accept any certificate"
            description="Dangerous: anyone on the way can then read and change everything."
            {...form.getInputProps("insecureSkipVerify", { type: "checkbox" })}
            error={known["insecureSkipVerify"]}
          />
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
