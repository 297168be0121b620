import { Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Product, ProductInput } from '../../contracts/product.js';
import {
  currencies,
  goodsSectors,
  taxClasses,
  type Currency,
  type Language,
  type TaxClass,
} from '../../contracts/vocabulary.js';
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
import { ContributionsField } from './contributions-field.js';
import { useAdjustmentWords } from '../sales/words.js';
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
  unitCode: null,
  category: '',
  listPrice: '',
  priceBase: '1',
  ecoContributions: [],
  documentText: '',
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
  const said = useAdjustmentWords();
  const { form, action, send, errorOf, errorAt } = useProductForm({ product, onClose });
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
        <TextInput
          label={said.priceBase}
          inputMode="decimal"
          maxLength={12}
          disabled={product !== null}
          {...form.getInputProps('priceBase')}
          error={errorOf('priceBase')}
        />
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
      <Beside form={form} errorOf={errorOf} errorAt={errorAt} />
      <Checkbox label={t.products.active} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDialog>
  );
}

type BesideProps = Pick<ReturnType<typeof useProductForm>, 'form' | 'errorOf' | 'errorAt'>;

/** What else it is known by, what documents say of it, and what is told of its waste. */
function Beside({ form, errorOf, errorAt }: BesideProps) {
  const said = useAdjustmentWords();
  return (
    <>
      <TextInput
        label={said.unitCode}
        description={said.unitCodeHint}
        maxLength={3}
        {...form.getInputProps('unitCode')}
        value={form.values.unitCode ?? ''}
        error={errorOf('unitCode')}
      />
      <TextInput label="GTIN" maxLength={14} {...form.getInputProps('gtin')} error={errorOf('gtin')} />
      <TextInput
        label={said.documentText}
        description={said.documentTextHint}
        maxLength={300}
        {...form.getInputProps('documentText')}
        error={errorOf('documentText')}
      />
      <ContributionsField
        value={form.values.ecoContributions ?? []}
        errorOf={errorAt}
        onChange={(value) => form.setFieldValue('ecoContributions', [...value])}
      />
    </>
  );
}

function useProductForm({ product, onClose }: Props) {
  const spoken = useWords();
  const { t, language } = spoken;
  const isGiven = useRequired();
  const initialValues = typedOf(product ?? ofNew, language);
  const form = useForm<ProductInput>({
    initialValues,
    validate: { number: isGiven, name: isGiven, unit: isGiven, listPrice: isGiven },
  });
  useKept({ name: `product:${initialValues.number}` }, form);
  const action = useAction<Product>({
    onDone: (done) => {
      onClose();
      tellDone(spoken, product ? t.products.changed(done.number) : t.products.created(done.number));
    },
  });
  const send = form.onSubmit((typed) => {
    const whole = sentOf(typed);
    if (!product) return action.mutate({ path: '/v1/products', body: whole });
    const { number: _number, currency: _currency, priceBase: _base, ...changes } = whole;
    const path = pathOf('/v1/products', product.number);
    action.mutate({ method: 'PATCH', path, body: changedOf(changes, product) });
  });
  const refused = fieldsOf(action.error);
  return {
    form,
    action,
    send,
    errorOf: (field: keyof ProductInput) => form.errors[field] ?? refused[field],
    errorAt: (field: string) => refused[field],
  };
}

/** A product as it stands in the form. */
function typedOf(product: ProductInput, language: Language): ProductInput {
  const { gtin, listPrice, priceBase = '1', ecoContributions = [] } = product;
  const { number, name, unit, category, currency, taxClass, active } = product;
  const { goodsSector = null, documentText = '', unitCode = null } = product;
  return {
    number,
    name,
    unit,
    category,
    currency,
    taxClass,
    goodsSector,
    gtin: gtin ?? '',
    documentText,
    unitCode,
    active,
    listPrice: writtenDecimal(listPrice, language),
    priceBase: writtenDecimal(priceBase, language),
    ecoContributions: ecoContributions.map((each) => ({
      ...each,
      amountPerUnit: writtenDecimal(each.amountPerUnit, language),
    })),
  };
}

/** A product as it is sent. */
const sentOf = (typed: ProductInput) => ({
  ...typed,
  gtin: typed.gtin?.trim() || null,
  number: typed.number.trim(),
  listPrice: typedDecimal(typed.listPrice),
  priceBase: typedDecimal(typed.priceBase ?? '') || '1',
  unitCode: typed.unitCode?.trim().toUpperCase() || null,
  ecoContributions: (typed.ecoContributions ?? []).map((each) => ({
    ...each,
    text: each.text.trim(),
    amountPerUnit: typedDecimal(each.amountPerUnit),
  })),
});

/** What is not as it was. */
const changedOf = (typed: Omit<ProductInput, 'number' | 'currency' | 'priceBase'>, was: Product): object =>
  Object.fromEntries(
    Object.entries(typed).filter(
      ([name, value]) => JSON.stringify(was[name as keyof Product]) !== JSON.stringify(value),
    ),
  );
