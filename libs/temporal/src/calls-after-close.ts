import { InterceptingCall, type Interceptor, Metadata, status } from '@grpc/grpc-js';

/** What a call passes everything on to; gRPC's index does not name it. */
type NextCall = ConstructorParameters<typeof InterceptingCall>[0];

/**
 * Makes what answers calls that begin once the connection is closed, with `CANCELLED`.
 *
 * The SDK tries a call again after a while, closed or not (`grpc-retry.ts` of `@temporalio/client`); gRPC then throws
 * out of the timer, and a process that was about to end in good order crashes. Has to come after the SDK's interceptor
 * that retries.
 * @param isClosed whether the connection is
 */
export function cancelCallsAfterClose(isClosed: () => boolean): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(isClosed() ? cancelledCall() : nextCall(options));
}

/** A call that reaches no server. */
function cancelledCall(): NextCall {
  const nothing = (): void => undefined;
  return {
    start(_metadata, listener) {
      setImmediate(() => {
        listener?.onReceiveMessage?.(null);
        listener?.onReceiveStatus?.({
          code: status.CANCELLED,
          details: 'the connection is closed',
          metadata: new Metadata(),
        });
      });
    },
    cancelWithStatus: nothing,
    getPeer: () => 'none',
    sendMessageWithContext: nothing,
    sendMessage: nothing,
    startRead: nothing,
    halfClose: nothing,
    getAuthContext: () => null,
  };
}
