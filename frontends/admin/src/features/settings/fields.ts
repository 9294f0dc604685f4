/** What the server's JSON Schema says of one setting; everything a form has to know. */
export interface FieldSchema {
  title: string;
  description: string;
  type?: string;
  enum?: string[];
  /** What each choice is called. */
  'x-labels'?: Record<string, string>;
  format?: string;
  'x-unit'?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  contentMediaType?: string;
  readOnly?: boolean;
  default?: unknown;
}

export interface SectionSchema {
  key: string;
  title: string;
  description: string;
  fields: { name: string; schema: FieldSchema }[];
}

interface Document {
  properties: Record<string, { $ref: string }>;
  $defs: Record<string, { title: string; description: string; properties: Record<string, FieldSchema> }>;
}

/** The sections of the schema with their fields, in its order. */
export function sectionsOf(schema: unknown): SectionSchema[] {
  const { properties, $defs } = schema as Document;
  return Object.entries(properties).flatMap(([key, { $ref }]) => {
    const section = $defs[$ref.replace('#/$defs/', '')];
    if (!section) return [];
    const fields = Object.entries(section.properties).map(([name, field]) => ({ name, schema: field }));
    return [{ key, title: section.title, description: section.description, fields }];
  });
}

/** The sections with only the fields whose words hold all that was typed; a section's own words count for all. */
export function found(
  sections: SectionSchema[],
  typed: string,
  say: (words: string) => string,
): SectionSchema[] {
  const wanted = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return sections;
  return sections
    .map((section) => ({
      ...section,
      fields: section.fields.filter(({ schema }) => {
        const words = [section.title, schema.title, schema.description]
          .map(say)
          .join(' ')
          .toLocaleLowerCase();
        return wanted.every((word) => words.includes(word));
      }),
    }))
    .filter(({ fields }) => fields.length > 0);
}

/** What kind of input a field gets. */
export function inputOf({ type, format, contentMediaType, enum: choices }: FieldSchema) {
  if (contentMediaType?.startsWith('image/')) return 'picture';
  if (format === 'color' || format === 'language' || format === 'time-zone') return format;
  if (choices) return 'choice';
  if (type === 'boolean') return 'switch';
  if (type === 'integer' || type === 'number') return 'number';
  return 'text';
}
