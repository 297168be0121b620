import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Product, ProductInput } from '../../contracts/product.js';
import { currencies, goodsSectors, taxClasses, type Currency, type TaxClass } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { useRequired } from '../parts/required.js';
import { useTermsWords } from '../parts/terms-words.js';

type Props = {
  /** Null: a new one. */
  readonly product: Product | null;
  readonly onClose: () => void;
};

const ofNew: ProductInput = {
  number: '',
  name: '',
  unit: '',
  category: '',
  listPrice: '',
  currency: 'EUR' satisfies Currency,
  taxClass: 'standard' satisfies TaxClass,
  goodsSector: null,
  gtin: null,
  active: true,
};

/** A product is put on the price list, or changed there. */
export function ProductForm({ product, onClose }: Props) {
  const { t, words } = useWords();
  const { goodsSector: sectors } = useTermsWords();
  const { form, action, send, errorOf } = useProductForm({ product, onClose });
  const field = (name: 'number' | 'name' | 'unit' | 'category' | 'listPrice') => ({
    label: t.products[name],
    ...form.getInputProps(name),
    error: errorOf(name),
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={product ? `${t.products.change} ${product.number}` : t.products.create}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      {product ? (
        <Text size="sm">{t.products.changeHint}</Text>
      ) : (
        <TextInput {...field('number')} required maxLength={30} data-autofocus />
      )}
      <TextInput {...field('name')} required maxLength={120} data-autofocus={product !== null || undefined} />
      <TextInput {...field('unit')} description={t.products.unitHint} required maxLength={40} />
      <TextInput {...field('category')} maxLength={60} />
      <Group grow align="flex-start">
        <TextInput {...field('listPrice')} required inputMode="decimal" maxLength={20} />
        <Select
          label={t.products.currency}
          data={[...currencies]}
          allowDeselect={false}
          disabled={product !== null}
          {...form.getInputProps('currency')}
          error={errorOf('currency')}
        />
      </Group>
      <Select
        label={t.products.taxClass}
        data={taxClasses.map((each) => ({ value: each, label: capital(words.taxClass[each]) }))}
        allowDeselect={false}
        {...form.getInputProps('taxClass')}
        error={errorOf('taxClass')}
      />
      <Select
        label={t.products.goodsSector}
        placeholder={t.products.sectorOfCompany}
        data={goodsSectors.map((each) => ({ value: each, label: capital(sectors[each]) }))}
        clearable
        {...form.getInputProps('goodsSector')}
        error={errorOf('goodsSector')}
      />
      <TextInput label="GTIN" maxLength={14} {...form.getInputProps('gtin')} error={errorOf('gtin')} />
      <Checkbox label={t.products.active} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDialog>
  );
}

function useProductForm({ product, onClose }: Props) {
  const spoken = useWords();
  const { t, language } = spoken;
  const isGiven = useRequired();
  const {
    number,
    name,
    unit,
    category,
    listPrice,
    currency,
    taxClass,
    goodsSector = null,
    active,
    gtin,
  } = product ?? ofNew;
  const form = useForm<ProductInput>({
    initialValues: {
      number,
      name,
      unit,
      category,
      currency,
      taxClass,
      goodsSector,
      gtin: gtin ?? '',
      active,
      listPrice: writtenDecimal(listPrice, language),
    },
    validate: { number: isGiven, name: isGiven, unit: isGiven, listPrice: isGiven },
  });
  useKept({ name: `product:${number}` }, form);
  const action = useAction<Product>({
    onDone: (done) => {
      onClose();
      tellDone(spoken, product ? t.products.changed(done.number) : t.products.created(done.number));
    },
  });
  const send = form.onSubmit((typed) => {
    const whole = {
      ...typed,
      gtin: typed.gtin?.trim() || null,
      number: typed.number.trim(),
      listPrice: typedDecimal(typed.listPrice),
    };
    if (!product) return action.mutate({ path: '/v1/products', body: whole });
    const { number: _number, currency: _currency, ...changes } = whole;
    const path = pathOf('/v1/products', product.number);
    action.mutate({ method: 'PATCH', path, body: changedOf(changes, product) });
  });
  const refused = fieldsOf(action.error);
  return { form, action, send, errorOf: (field: keyof ProductInput) => form.errors[field] ?? refused[field] };
}

/** What is not as it was. */
const changedOf = (typed: Omit<ProductInput, 'number' | 'currency'>, was: Product): object =>
  Object.fromEntries(Object.entries(typed).filter(([name, value]) => was[name as keyof Product] !== value));
