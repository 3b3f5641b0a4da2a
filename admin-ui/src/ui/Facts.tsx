import type { ReactNode } from "react";
import classes from "./Facts.module.css";

interface FactsProps {
  /** Name and value; a fact without a value is left out. */
  readonly facts: readonly (readonly [string, ReactNode])[];
}

/** Names and values of one thing. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={classes["facts"]}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([name, value]) => (
          <div key={name} className={classes["fact"]}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
