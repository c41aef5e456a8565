import { problemOf, type HttpAnswer } from './http-answer';

/** An answer in a few words: `403 SNS_BAD_SIGNATURE`, `no answer (ECONNREFUSED)`. */
export function answerText(answer: HttpAnswer): string {
  if (answer.kind === 'no-answer') return `no answer (${answer.reason})`;
  const problem = problemOf(answer.body);
  return problem === null ? String(answer.status) : `${String(answer.status)} ${problem.code}`;
}

/**
 * What to do about an answer that is not a 2xx.
 * @param certificateFolder where the simulator keeps its certificate
 */
export function adviceFor(answer: HttpAnswer, certificateFolder: string): string {
  if (answer.kind === 'no-answer') {
    return 'The stack is not there (any more). Start it with "npm start".';
  }
  const code = problemOf(answer.body)?.code ?? '';
  switch (code) {
    case 'SNS_TOPIC_NOT_ALLOWED':
      return 'The stack does not listen to this topic: give one of its SNS_TOPIC_ARNS with --topic-arn.';
    case 'SNS_SIMULATOR_CERTIFICATE':
      return 'The stack refuses what the simulator signs, as a production stack should; a local one runs with SNS_ALLOW_SIMULATOR=true.';
    case 'SNS_CERTIFICATE_UNAVAILABLE':
      return `The stack does not find the simulator's certificate: its SNS_CERTIFICATE_DIR must be ${certificateFolder} (REFILL_HOME must be the same for both).`;
    default:
      break;
  }
  if (answer.status === 401) {
    return "The token is wrong: set the stack's INGESTION_TOKEN, or the REFILL_HOME that it runs with.";
  }
  return answer.status >= 500
    ? 'The stack cannot take it now; its log and /readyz say why.'
    : 'The answer is final: SNS would discard the message for good.';
}
