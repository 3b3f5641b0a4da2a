import { Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { accepting, chosenPreset, type EarlyDataValues, effective, overridesPreset, PRESETS } from "./earlyData";
import classes from "./HostForm.module.css";

interface EarlyDataFieldsProps {
  readonly values: EarlyDataValues;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: EarlyDataValues) => void;
}

/** What a host issues and lets in. What it does not say itself is shown as its preset's, and stays open to changes. */
export function EarlyDataFields({ values, errors, onChange }: EarlyDataFieldsProps) {
  const error = (field: keyof EarlyDataValues) => errors[`early.${field}`];
  const { accept, percent, maxBytes } = effective(values);
  const described = (field: "accept" | "percent" | "maxBytes", words: string) =>
    values.preset !== "own" && values[field] === undefined ? `From the preset. ${words}` : words;
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
            description={described(
              "accept",
              "A request may come with the client's first flight. It is checked against replay; each route then decides whether to act on it early.",
            )}
            checked={accept}
            error={error("accept")}
            onChange={(event) => onChange(accepting(values, event.currentTarget.checked))}
          />
          <div className={classes["grid"]}>
            <NumberInput
              label="Share that is let in"
              description={described("percent", "0 % is the shadow: decided and counted, nothing let in")}
              suffix=" %"
              min={0}
              max={100}
              disabled={!accept}
              value={percent}
              error={error("percent")}
              onChange={(share) => onChange({ ...values, percent: Number(share) })}
            />
            <NumberInput
              label="Bytes that a ticket allows"
              description={described("maxBytes", "0 issues tickets without early data")}
              min={0}
              max={1_048_576}
              step={4096}
              thousandSeparator=" "
              value={maxBytes}
              error={error("maxBytes")}
              onChange={(bytes) => onChange({ ...values, maxBytes: Number(bytes) })}
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
          {overridesPreset(values) && (
            <Button
              size="compact-sm"
              variant="default"
              className={classes["giveBack"] ?? ""}
              onClick={() => onChange(chosenPreset(values, values.preset))}
            >
              Leave all of it to the preset
            </Button>
          )}
        </>
      )}
    </fieldset>
  );
}
