import type { Certificate } from "../../api/generated/schema";
import { formatDay } from "../../ui/time";
import { useNow } from "../../ui/useNow";
import classes from "./ExpiryCell.module.css";
import { expiryOf } from "./expiry";

/** When it ends, in words, as a date, and as how much of the lifetime is spent. */
export function ExpiryCell({ certificate }: { readonly certificate: Certificate }) {
  const nowMillis = useNow(60_000);
  const { words, tone, spent } = expiryOf(certificate.notBefore, certificate.notAfter, nowMillis);
  return (
    <span className={classes["expiry"]} data-tone={tone}>
      <span className={classes["words"]}>{words}</span>
      <span className={classes["bar"]} aria-hidden="true">
        <span style={{ width: `${Math.round(spent * 100)}%` }} />
      </span>
      <span className={classes["date"]}>{formatDay(certificate.notAfter)}</span>
    </span>
  );
}
