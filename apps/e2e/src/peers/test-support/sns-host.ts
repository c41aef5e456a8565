import { type SmallServer, startSmallServer } from './small-server';

/**
 * The host `sns.{region}.amazonaws.com` in front of moto: what needs no credentials at AWS.
 *
 * One moto plays all hosts of AWS, tells them apart by the scope of the request's signature, and takes a request
 * without one for S3. Host names would tell it too, but nobody here may own AWS's.
 */
export interface SnsHost {
  readonly url: string;
  /** Path and query of what it was asked. */
  readonly asked: readonly string[];
  /** The signing certificate that a `SigningCertURL` names. */
  certificate(signingCertUrl: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the host in front of a moto. */
export async function startSnsHost(moto: string, region: string): Promise<SnsHost> {
  const scope = `test/20260101/${region}/sns/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const asked: string[] = [];
  const ask = async (pathAndQuery: string): Promise<Response> =>
    await fetch(`${moto}${pathAndQuery}`, { headers: { authorization } });
  const server: SmallServer = await startSmallServer(async ({ method, url }) => {
    if (method !== 'GET') throw new Error(`${method} is none of what this host is here for`);
    asked.push(url);
    const response = await ask(url);
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  });
  return {
    url: server.url,
    asked,
    certificate: async (signingCertUrl) => {
      const response = await ask(new URL(signingCertUrl).pathname);
      if (response.status !== 200) throw new Error(`moto has no ${signingCertUrl}`);
      return await response.text();
    },
    stop: server.stop,
  };
}
