import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { policyBounds } from '../../contracts/vocabulary.js';
import { flatFields, wordsOfField, type FlatField, type FlatKind } from './policy-values.js';
import type { PolicyForm } from './policy-page.js';
import { useAdmin } from './use-admin.js';

type Refused = Readonly<Record<string, string>>;

/** The values of a policy, each with what it does and between which bounds. */
export function FlatFields(props: { readonly kind: FlatKind; readonly form: PolicyForm; readonly refused: Refused }) {
  return flatFields[props.kind].map((field) => <Field key={field.name} field={field} {...props} />);
}

type Props = {
  readonly kind: FlatKind;
  readonly field: FlatField;
  readonly form: PolicyForm;
  readonly refused: Refused;
};

function Field({ kind, field: { name, as, choices }, form, refused }: Props) {
  const spoken = useAdmin();
  const { a, words } = spoken;
  const { label, does } = wordsOfField(spoken, kind, name);
  const error = refused[name];
  if (as === 'flag')
    return <Checkbox label={label} description={does} {...form.getInputProps(name, { type: 'checkbox' })} />;
  if (as === 'choice') {
    const named: Readonly<Record<string, string>> = a.policies.values;
    const data = (choices ?? []).map((value) => ({ value, label: named[value] ?? value }));
    return <Select label={label} description={does} data={data} {...form.getInputProps(name)} error={error} />;
  }
  if (as === 'number') {
    const { min, max } = policyBounds[name as keyof typeof policyBounds];
    const bounds = a.admin.from(words.say.quantity(String(min)), words.say.quantity(String(max)));
    return (
      <NumberInput
        label={label}
        description={`${does} ${bounds}`}
        min={min}
        max={max}
        allowDecimal={false}
        {...form.getInputProps(name)}
        error={error}
      />
    );
  }
  return <TextInput label={label} description={does} inputMode="decimal" {...form.getInputProps(name)} error={error} />;
}
