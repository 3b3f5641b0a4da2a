import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { accepting, chosenPreset, type EarlyDataValues, PRESETS } from "./earlyData";
import classes from "./HostForm.module.css";

interface EarlyDataFieldsProps {
  readonly values: EarlyDataValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: EarlyDataValues) => void;
}

/** What a host issues and lets in. A preset fills in the rest, which stays open to changes. */
export function EarlyDataFields({ values, errors, onChange }: EarlyDataFieldsProps) {
  const error = (field: keyof EarlyDataValues) => errors[`early.${field}`];
  return (
    <fieldset className={classes["group"]}>
      <legend>Early data (0-RTT)</legend>
      <Select
        label="Preset"
        description={PRESETS.find(({ value }) => value === values.preset)?.meaning}
        data={PRESETS.map(({ value, label }) => ({ value, label }))}
        allowDeselect={false}
        value={values.preset}
        error={error("preset")}
        onChange={(preset) => onChange(chosenPreset(values, (preset ?? "own") as EarlyDataValues["preset"]))}
      />
      {values.preset !== "off" && (
        <>
          <Switch
            label="Accept early data"
            description="A request may come with the client's first flight. It is checked against replay; each route then decides whether to act on it early."
            checked={values.accept}
            error={error("accept")}
            onChange={(event) => onChange(accepting(values, event.currentTarget.checked))}
          />
          <div className={classes["grid"]}>
            <NumberInput
              label="Share that is let in"
              description="0 % is the shadow: decided and counted, nothing let in"
              suffix=" %"
              min={0}
              max={100}
              disabled={!values.accept}
              value={values.percent}
              error={error("percent")}
              onChange={(percent) => onChange({ ...values, percent: Number(percent) })}
            />
            <NumberInput
              label="Bytes that a ticket allows"
              description="0 issues tickets without early data"
              min={0}
              max={1_048_576}
              step={4096}
              thousandSeparator=" "
              value={values.maxBytes}
              error={error("maxBytes")}
              onChange={(maxBytes) => onChange({ ...values, maxBytes: Number(maxBytes) })}
            />
            <TextInput
              label="Freshness window"
              description="How far the age of a ticket may be off"
              placeholder="the gateway's"
              value={values.window}
              error={error("window")}
              onChange={(event) => onChange({ ...values, window: event.currentTarget.value })}
            />
          </div>
        </>
      )}
    </fieldset>
  );
}
