// Fills the manifest's template, and compares the result with Microsoft's schema of Teams manifests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The version of the schema that assets.json pins. */
export const schemaVersion = '1.27';

/** Reads a template and puts the values in; a value stays a text, whatever it holds. */
export function fillTemplate(file, values) {
  const problems = [];
  let template;
  try {
    template = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { problems: [`template '${file}': ${error.message}`] };
  }
  const manifest = fill(template, (_, name) => {
    if (values[name] === undefined) problems.push(`template '${file}': there is no value for '{{${name}}}'`);
    return values[name];
  });
  return { manifest, problems };
}

/** Names every way in which a manifest differs from the schema; empty where it is right. */
export function validate(manifest, npm) {
  const load = createRequire(join(npm, 'teams', 'package.json'));
  const Ajv = load('ajv-draft-04').default,
    addFormats = load('ajv-formats').default;
  // Unknown keywords and formats of the schema are errors; only its looseness about types is let pass.
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  addFormats(ajv);
  const schema = JSON.parse(
    readFileSync(
      join(npm, 'app-manifest', 'build', 'json-schemas', 'teams', `v${schemaVersion}`, 'MicrosoftTeams.schema.json'),
      'utf8',
    ),
  );
  if (ajv.validate(schema, manifest)) return [];
  return ajv.errors.map(error => `manifest${error.instancePath}: ${error.message}${detail(error.params)}`);
}

function fill(node, replace) {
  if (typeof node === 'string') return node.replace(/\{\{([a-z-]*)\}\}/g, replace);
  if (Array.isArray(node)) return node.map(item => fill(item, replace));
  if (node && typeof node === 'object')
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, fill(value, replace)]));
  return node;
}

function detail(params) {
  if (params.additionalProperty) return ` ('${params.additionalProperty}')`;
  if (params.allowedValues) return ` (${params.allowedValues.join(', ')})`;
  return params.allowedValue ? ` ('${params.allowedValue}')` : '';
}
