/** Why an envelope could not be read: it can't come from SNS in this form. */
export type SnsEnvelopeErrorCode = 'SNS_NOT_JSON' | 'SNS_UNKNOWN_TYPE' | 'SNS_INVALID_ENVELOPE';

/**
 * Why an envelope's signing certificate could not be used. `…_MESSAGE_TIME`: not valid when the message says
 * it was signed; `…_NOT_YET_VALID`, `…_EXPIRED`: valid then, but not by our clock.
 */
export type SnsCertificateErrorCode =
  | 'SNS_CERTIFICATE_UNAVAILABLE'
  | 'SNS_CERTIFICATE_UNREADABLE'
  | 'SNS_CERTIFICATE_MESSAGE_TIME'
  | 'SNS_CERTIFICATE_NOT_YET_VALID'
  | 'SNS_CERTIFICATE_EXPIRED'
  | 'SNS_CERTIFICATE_KEY'
  | 'SNS_CERTIFICATE_NAME'
  | 'SNS_SIMULATOR_CERTIFICATE';

/** Why an envelope is not accepted as a genuine, timely message of SNS. */
export type SnsErrorCode =
  | 'SNS_TOPIC_NOT_ALLOWED'
  | 'SNS_SIGNATURE_VERSION'
  | 'SNS_CERTIFICATE_URL'
  | SnsCertificateErrorCode
  | 'SNS_BAD_SIGNATURE'
  | 'SNS_TOO_OLD'
  | 'SNS_TIMESTAMP_IN_FUTURE';

/** Why a subscription could not be confirmed. */
export type SnsConfirmErrorCode = 'SNS_CONFIRM_REFUSED' | 'SNS_CONFIRM_UNAVAILABLE';
