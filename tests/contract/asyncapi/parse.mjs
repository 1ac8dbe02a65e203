// Parses the AsyncAPI document named on the command line with AsyncAPI's own parser; prints what it found as JSON.
import { Parser, fromFile } from "@asyncapi/parser";

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
const found = {
  diagnostics: diagnostics.map(({ severity, code, message, path }) => ({ severity, code, message, path })),
  channels: document?.channels().all().map((channel) => channel.id()) ?? [],
  messages: document?.messages().all().map((message) => ({
    id: message.id(),
    payload: Object.keys(message.payload()?.properties() ?? {}),
  })) ?? [],
};
process.stdout.write(JSON.stringify(found));
