// Ends with 0 when the URL answers with a 2xx: node healthcheck.mjs http://127.0.0.1:8080/healthz
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(4_000) }).catch(
  () => null,
);
process.exit(answer?.ok === true ? 0 : 1);
