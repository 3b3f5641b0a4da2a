import { Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { byField, explain } from "../../api/errors";
import { certificatesQuery, trustBundlesQuery } from "../../api/queries";
import { Disclosure } from "../../ui/Disclosure";
import { Notice } from "../../ui/Notice";
import { DurationFields } from "./DurationFields";
import classes from "./HostForm.module.css";
import { HOST_FIELDS, HOST_TIMEOUTS, type HostValues } from "./hostForm";

interface HostFormProps {
  readonly initial: HostValues;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** Shown, but not to be changed. */
  readonly readOnly?: boolean;
  /** What stands above the fields, such as a conflict; it gets what is in the form now. */
  readonly notice?: (values: HostValues) => ReactNode;
  readonly onSubmit: (values: HostValues) => void;
}

const CLIENT_AUTH = [
  { value: "none", label: "Not asked for" },
  { value: "request", label: "Asked for, not required" },
  { value: "require", label: "Required" },
];

/** Enough for a request with its headers and a small body. */
const USUAL_EARLY_BYTES = 16_384;

export function HostForm({ initial, submitLabel, busy, error, readOnly = false, notice, onSubmit }: HostFormProps) {
  const form = useForm<HostValues>({ initialValues: initial });
  const { data: certificates = [] } = useQuery(certificatesQuery);
  const { data: trustBundles = [] } = useQuery(trustBundlesQuery);
  const { known, other } = byField(error, HOST_FIELDS);
  const values = form.getValues();
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <fieldset disabled={readOnly} className={classes["whole"]}>
        <Stack gap="lg">
          {notice?.(values)}
          {error !== null && <Notice tone="error" {...explain(error)} items={other} />}
          <div className={classes["grid"]}>
            <TextInput
              label="Name"
              description="For you and the metrics"
              {...form.getInputProps("name")}
              error={known["name"]}
            />
            <TagsInput
              label="Server names"
              description="Exact, *.one-label, or * for all others"
              placeholder={values.serverNames.length === 0 ? "shop.example" : ""}
              acceptValueOnBlur
              {...form.getInputProps("serverNames")}
              error={known["serverNames"]}
            />
            <MultiSelect
              label="Certificates"
              description="Of several key types the client's choice decides"
              data={certificates.map(({ id, name, keyAlgorithm }) => ({
                value: id,
                label: `${name} · ${keyAlgorithm}`,
              }))}
              searchable
              nothingFoundMessage="No such certificate"
              {...form.getInputProps("certificateIds")}
              error={known["certificateIds"]}
            />
            <Select
              label="Client certificate"
              description="Hosts that ask for one never act on early data"
              data={CLIENT_AUTH}
              allowDeselect={false}
              {...form.getInputProps("clientAuth")}
              error={known["clientAuth"]}
            />
            {values.clientAuth !== "none" && (
              <Select
                label="Trust bundle"
                description="The authorities that certify clients"
                placeholder="Choose one"
                nothingFoundMessage="Add one on the certificates page first"
                searchable
                data={trustBundles.map(({ id, name }) => ({ value: id, label: name }))}
                {...form.getInputProps("trustBundleId")}
                error={known["trustBundleId"]}
              />
            )}
          </div>
          <fieldset className={classes["group"]}>
            <legend>Early data (0-RTT)</legend>
            <Switch
              label="Accept early data"
              description="A request may come with the client's first flight. It is checked against replay; each route then decides whether to act on it early."
              checked={values.earlyAccept}
              error={known["earlyAccept"]}
              onChange={(event) => form.setValues(earlyData(event.currentTarget.checked, values.earlyMaxBytes))}
            />
            <NumberInput
              label="Bytes that a ticket allows"
              description="0 issues tickets without early data"
              className={classes["short"] ?? ""}
              min={0}
              max={1_048_576}
              step={4096}
              thousandSeparator=" "
              {...form.getInputProps("earlyMaxBytes")}
              error={known["earlyMaxBytes"]}
            />
          </fieldset>
          <Disclosure label="Deadlines" open={Object.keys(known).some((field) => field.startsWith("timeouts."))}>
            <DurationFields
              fields={HOST_TIMEOUTS}
              values={values.timeouts}
              errors={known}
              onChange={(name, value) => form.setFieldValue("timeouts", { ...values.timeouts, [name]: value })}
            />
          </Disclosure>
          {!readOnly && (
            <Group justify="flex-end">
              <Button type="submit" loading={busy}>
                {submitLabel}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}

/** Accepting early data without issuing tickets that allow it would never happen, so the usual amount is offered. */
const earlyData = (accept: boolean, maxBytes: number) => ({
  earlyAccept: accept,
  earlyMaxBytes: accept && maxBytes === 0 ? USUAL_EARLY_BYTES : maxBytes,
});
