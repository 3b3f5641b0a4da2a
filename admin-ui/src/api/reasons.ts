/**
 * Plain words for the reasons that the gateway counts by. A reason of the future is shown as it came:
 * the table may lag behind the gateway, but never hides anything.
 */
const EARLY_DATA: Readonly<Record<string, string>> = {
  disabled: "This host does not accept early data.",
  protocolVersion: "The connection is not TLS 1.3.",
  peerDeclined: "The server declined the early data that we offered.",
  noSessionOffered: "No ticket came with the early data.",
  sessionNotResumed: "None of the client's tickets could be used, so a full handshake followed.",
  firstIdentityNotSelected: "Another ticket than the first was selected; early data is bound to the first.",
  unsupportedForSession:
    "The ticket was issued without early data, or by a listener that allows more of it. The next one will fit if the host still allows it.",
  helloRetryRequest: "The handshake needed a HelloRetryRequest: the client guessed a key share we do not take.",
  cipherSuiteMismatch: "The ticket belongs to another cipher suite than the one negotiated now.",
  alpnMismatch: "The ticket belongs to another application protocol than the one negotiated now.",
  serverNameMismatch: "The ticket was issued for another server name.",
  clientAuth: "This host asks for client certificates, and those requests never act early.",
  policyDigest: "The early-data policy changed since the ticket was issued.",
  killSwitch: "Early data was switched off for the whole gateway.",
  policyPhase: "A change of the early-data policy waits until every replica has it.",
  policyStale: "This replica was cut off from its policy for too long.",
  ticketAgeSkew:
    "The hello is not fresh: the ticket's age lies outside the window. Slow network, wrong clock, or a replay.",
  warmUp: "The gateway started less than a replay window ago, so it cannot know what came before.",
  overload: "The gateway sheds load.",
  zone: "The ticket belongs to another zone.",
  replay: "This very hello was seen before. Someone, or a retrying network, sent it twice.",
  replayStoreUnavailable: "The replay store could not be asked, and without it nothing early is let in.",
  replayStoreTimeout: "The replay store did not answer within its budget.",
  overLimit: "More early data came than the ticket allows.",
  shadow: "It would have been accepted, but only shadow mode is on.",
};

const ALERTS: Readonly<Record<string, string>> = {
  unexpected_message: "A message came that has no place at this point of the handshake.",
  bad_record_mac: "A record could not be decrypted: damaged, or sealed with the wrong key.",
  record_overflow: "A record was longer than TLS allows.",
  handshake_failure: "Client and host share no cipher suite, group or signature scheme.",
  bad_certificate: "The certificate was damaged or its signature is wrong.",
  unsupported_certificate: "The certificate is of a type the other side does not take.",
  certificate_revoked: "The certificate was revoked by its issuer.",
  certificate_expired: "The certificate has expired, or is not valid yet. Check its dates and the client's clock.",
  certificate_unknown: "The client did not accept the certificate, without saying more.",
  illegal_parameter: "A field has a value that contradicts the others.",
  unknown_ca: "The client does not trust the issuer of the certificate. Is an intermediate missing from the chain?",
  access_denied: "The certificate is valid, but access was refused.",
  decode_error: "A message could not be parsed. This is not a TLS client, or a broken one.",
  decrypt_error: "A signature or a Finished did not verify.",
  protocol_version: "The client speaks only versions older than TLS 1.3.",
  insufficient_security: "The host asks for stronger parameters than the client offers.",
  internal_error: "The gateway failed for a reason of its own: its log says more.",
  user_canceled: "The client gave up.",
  missing_extension: "An extension that TLS 1.3 requires is missing.",
  unsupported_extension: "An extension came that nobody asked for.",
  unrecognized_name: "No host of this gateway has that server name.",
  certificate_required: "This host requires a client certificate and none came.",
  no_application_protocol: "Client and host share no application protocol (ALPN).",
};

const DEADLINES: Readonly<Record<string, string>> = {
  clientHelloDeadline:
    "The client connected, but its ClientHello did not come in time. A port scan, or a peer that speaks no TLS.",
  handshakeDeadline: "The client began a handshake and did not finish it in time.",
  confirmationDeadline: "Early data came, but never the Finished that confirms it: a replay looks like this.",
};

export const explainEarlyData = (reason: string): string => EARLY_DATA[reason] ?? reason;

/** A deadline says more than its alert, which is the same for all of them. */
export const explainFailure = (reason: string | undefined, alert: string | undefined): string | undefined =>
  DEADLINES[reason ?? ""] ?? ALERTS[alert ?? ""];

/** A label of the gateway such as `ticketAgeSkew` as people read it: `ticket age skew`. */
export const spaced = (label: string | undefined): string =>
  (label ?? "").replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
