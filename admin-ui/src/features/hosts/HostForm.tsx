import { Button, Group, MultiSelect, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { byField, explain } from "../../api/errors";
import { certificatesQuery, trustBundlesQuery } from "../../api/queries";
import { Disclosure } from "../../ui/Disclosure";
import { Notice } from "../../ui/Notice";
import { DurationFields } from "./DurationFields";
import { EarlyDataFields } from "./EarlyDataFields";
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
          <EarlyDataFields
            values={values.early}
            errors={known}
            onChange={(early) => form.setFieldValue("early", early)}
          />
          <Disclosure
            label="Deadlines and tickets"
            open={Object.keys(known).some((field) => field.startsWith("timeouts.") || field === "ticketLifetime")}
          >
            <DurationFields
              fields={HOST_TIMEOUTS}
              values={values.timeouts}
              errors={known}
              onChange={(name, value) => form.setFieldValue("timeouts", { ...values.timeouts, [name]: value })}
            />
            <TextInput
              label="Ticket lifetime"
              description="How long a client may resume a session: so long, and at most between one and two rotation periods of the ticket keys"
              placeholder="the gateway's"
              className={classes["short"] ?? ""}
              {...form.getInputProps("ticketLifetime")}
              error={known["ticketLifetime"]}
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
