import { Button, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { explain } from "../../api/errors";
import type { Certificate } from "../../api/generated/schema";
import { activateCertificate, certificateVersionsQuery, keys } from "../../api/queries";
import { Notice } from "../../ui/Notice";
import { Tag } from "../../ui/Tag";
import { formatDay, formatMoment } from "../../ui/time";
import classes from "./Versions.module.css";

/** What the certificate was and is; an earlier one can be taken up again. */
export function Versions({ certificate }: { readonly certificate: Certificate }) {
  const client = useQueryClient();
  const { data: versions = [], error } = useQuery(certificateVersionsQuery(certificate.id));
  const activation = useMutation({
    mutationFn: (version: number) => activateCertificate(certificate.id, version),
    onSuccess: async ({ version }) => {
      await client.invalidateQueries({ queryKey: keys.certificates });
      notifications.show({
        color: "teal",
        title: `Version ${version} is in use`,
        message: `Every host of ${certificate.name} follows at once.`,
      });
    },
  });
  const problem = activation.error ?? error;
  return (
    <section>
      <Title order={2}>Versions</Title>
      {problem !== null && <Notice tone="error" {...explain(problem)} />}
      <ul className={classes["versions"]}>
        {versions.map(({ version, active, createdAt, notAfter, keyAlgorithm }) => (
          <li key={version} className={classes["version"]}>
            <span>
              <strong>Version {version}</strong>
              <span className={classes["facts"]}>
                {keyAlgorithm}, until {formatDay(notAfter)}, added {formatMoment(createdAt)}
              </span>
            </span>
            {active ? (
              <Tag tone="teal">in use</Tag>
            ) : (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Use version ${version}`}
                loading={activation.isPending && activation.variables === version}
                disabled={certificate.declared}
                onClick={() => activation.mutate(version)}
              >
                Use this one
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
