import { Client } from 'pg';

/** Makes a database. @param serverUrl of any other database on the same server @returns its address */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const url = new URL(serverUrl);
  await runStatement(serverUrl, `create database ${name}`);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement, or several, on a connection of their own. */
export async function runStatement(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
