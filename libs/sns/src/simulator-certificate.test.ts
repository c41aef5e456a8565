import { createSigningCertificate } from './signing-certificate';
import { isSimulatorCertificate, simulatorCommonName } from './simulator-certificate';
import { certificateOf, now } from './test-support/signed-by';

describe('isSimulatorCertificate', () => {
  it('goes by the common name of the subject', async () => {
    const sns = (await certificateOf('sns.amazonaws.com')).certificatePem;
    const simulator = (await certificateOf(simulatorCommonName)).certificatePem;
    expect(isSimulatorCertificate(simulator)).toBe(true);
    expect(isSimulatorCertificate(sns)).toBe(false);
    const { certificatePem } = await createSigningCertificate({
      commonName: `not the ${simulatorCommonName}`,
      notBefore: new Date(now),
      notAfter: new Date(now + 86_400_000),
    });
    expect(isSimulatorCertificate(certificatePem)).toBe(false);
  });
});
