import { parseEmailMessage } from './email-message';

describe('parseEmailMessage', () => {
  it('reads subject, heading, paragraphs and the one that must not be missed', () => {
    const template = '\nSubject: S: s\nHeading: H\n\nOne\ntwo.\n\n\n \n> Three.\n';
    expect(parseEmailMessage(template)).toEqual({
      subject: 'S: s',
      heading: 'H',
      paragraphs: [
        { text: 'One two.', callout: false },
        { text: 'Three.', callout: true },
      ],
    });
  });

  it('says what a template lacks', () => {
    expect(() => parseEmailMessage('Heading: H\n\nText')).toThrow('no line "Subject: …"');
    expect(() => parseEmailMessage('Subject: S\n\nText')).toThrow('no line "Heading: …"');
  });
});
