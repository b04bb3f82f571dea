// GitHub's own workflow parser and expression engine, asked line by line: a request as JSON on each line of standard
// input, an answer as JSON on each line of standard output. engine.py is its only client.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";

const STRING = 0, SEQUENCE = 1, MAPPING = 2, EXPRESSION = 3, BOOLEAN = 5, NUMBER = 6, NULL = 7;
const STATUS = ["success", "failure", "cancelled", "always"];

let raw, conditions;

async function load({ path }) {
  const file = { name: path, content: readFileSync(path, "utf8") };
  const parsed = parseWorkflow(file, new NoOperationTraceWriter());
  raw = parsed.value;
  const template = await convertWorkflowTemplate(parsed.context, raw);
  conditions = new Map(template.jobs.map((job) => [job.id.value, job]));
  const errors = [...parsed.context.errors.getErrors(), ...(template.errors ?? [])];
  return { errors: errors.map((error) => error.message ?? error.Message ?? String(error)) };
}

// The parser adds `success() &&` to a condition that names no status function, as GitHub does.
function condition({ job, step, contexts, status }) {
  const found = conditions.get(job);
  const expression = (step === undefined ? found : found.steps[step]).if.expression;
  const value = evaluated(expression, contexts, status);
  return { value: evaluated("x.value && true || false", { x: { value } }, status) };
}

function value({ at, contexts, status }) {
  let token = raw;
  for (const key of at) {
    token = child(token, key);
    if (token === undefined) return { value: null };
  }
  return { value: plain(token, contexts, status) };
}

function child(token, key) {
  if (token.templateTokenType === SEQUENCE) return token.get(key);
  for (let index = 0; index < token.count; index++) {
    const pair = token.get(index);
    if (pair.key.value === key) return pair.value;
  }
  return undefined;
}

function plain(token, contexts, status) {
  switch (token.templateTokenType) {
    case EXPRESSION:
      return evaluated(token.expression, contexts, status);
    case SEQUENCE:
      return Array.from({ length: token.count }, (_, index) => plain(token.get(index), contexts, status));
    case MAPPING: {
      const pairs = Array.from({ length: token.count }, (_, index) => token.get(index));
      return Object.fromEntries(pairs.map((pair) => [pair.key.value, plain(pair.value, contexts, status)]));
    }
    case NULL:
      return null;
    case STRING:
    case BOOLEAN:
    case NUMBER:
      return token.value;
    default:
      throw new Error(`no rule for a token of type ${token.templateTokenType}`);
  }
}

function evaluated(expression, contexts, status) {
  const functions = STATUS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(status[name]),
  }));
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const dictionary = JSON.parse(JSON.stringify(contexts), data.reviver);
  const named = new Map(functions.map((definition) => [definition.name, definition]));
  const result = new Evaluator(tree, dictionary, named).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer));
}

const VERBS = { load, condition, value };

async function answer(line) {
  const request = JSON.parse(line);
  try {
    return await VERBS[request.verb](request);
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

async function serve() {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
  }
}

serve();
