import classes from "./Names.module.css";

const SHOWN = 2;

/** Server names; the first few unless all are wanted. */
export function Names({ names, all = false }: { readonly names: readonly string[]; readonly all?: boolean }) {
  const shown = all ? names : names.slice(0, SHOWN);
  const rest = names.length - shown.length;
  return (
    <span className={classes["names"]}>
      {shown.map((name) => (
        <span key={name}>{name}</span>
      ))}
      {rest > 0 && (
        <span className={classes["rest"]} title={names.slice(SHOWN).join(", ")}>
          and {rest} more
        </span>
      )}
    </span>
  );
}
