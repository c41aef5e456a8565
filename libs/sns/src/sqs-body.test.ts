import { readSqsBody } from './sqs-body';
import { notification } from './test-support/signed-by';
import { versionAttribute } from './version-attribute';

describe('readSqsBody', () => {
  it('knows an envelope, also one that lacks its signature', () => {
    for (const envelope of [
      { ...notification, Signature: 'c2ln' },
      notification,
      { Type: 'Notification', Message: '{"notificationInfo":{}}' },
      { TopicArn: notification.TopicArn, notificationInfo: {} },
      { Signature: null, notificationInfo: {} },
    ]) {
      const body = JSON.stringify(envelope);
      expect(readSqsBody({ body })).toEqual({ kind: 'envelope', body });
    }
  });

  it.each(['{"notificationInfo":{}}', '{"default":{}}', '[]', 'null', '"Type"', 'x', ''])(
    'takes %j for a raw message',
    (body) => {
      expect(readSqsBody({ body })).toEqual({ kind: 'raw', message: body, version: null });
    },
  );

  it('reads the version of a raw message', () => {
    const attributes = { version: { DataType: 'String', StringValue: '2.0' }, other: {} };
    expect(readSqsBody({ body: '{}', attributes })).toMatchObject({ kind: 'raw', version: '2.0' });
  });
});

describe('versionAttribute', () => {
  it.each([
    [{ version: { Type: 'String', Value: '2.0' } }, '2.0'],
    [{ version: { type: 'String', Value: 2.0 } }, '2.0'],
    [{ version: { DataType: 'String', StringValue: '1.0' } }, '1.0'],
    [{ version: { Value: '2' } }, '2.0'],
    [{ version: { Value: '3.1' } }, '3.1'],
    [{ version: { Value: 'two' } }, null],
    [{ version: { Value: {} } }, null],
    [{ version: 'x' }, null],
    [{}, null],
    [null, null],
    [undefined, null],
    [[], null],
  ])('reads %j as %s', (attributes, version) => {
    expect(versionAttribute(attributes)).toBe(version);
  });
});
