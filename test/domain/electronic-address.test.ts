import { describe, expect, it } from 'vitest';
import { electronicAddressOf, sirenOf } from '../../domain/electronic-address.js';

describe('where a company is reached by electronic invoice (EN 16931 BT-34, BT-49)', () => {
  it.each([
    ['in France by its SIREN', '542107651', 'FR13542107651', '0225', '542107651'],
    ['in France without VAT number', '542107651', null, '0225', '542107651'],
    ['by the SIREN that its VAT number holds', null, 'FR13542107651', '0225', '542107651'],
    ['in Monaco, whose numbers hold none', null, 'FR84000012345', '9957', 'FR84000012345'],
    ['in Germany', null, 'DE136695976', '9930', 'DE136695976'],
    ['in Greece', null, 'EL094259216', '9933', 'EL094259216'],
    ['in Sweden by the number of the company', null, 'SE556012579001', '0007', '5560125790'],
    ['in Norway by the number of the company', null, 'NO923609016MVA', '0192', '923609016'],
    ['a company abroad that is registered in France', '542107651', 'DE136695976', '0225', '542107651'],
  ])('%s', (_, siren, vatNumber, scheme, value) => {
    expect(electronicAddressOf({ siren, vatNumber })).toEqual({ scheme, value });
  });

  it('nowhere without a number, or with one of a country that has no scheme', () => {
    expect(electronicAddressOf({ siren: null, vatNumber: null })).toBeNull();
    expect(electronicAddressOf({ siren: null, vatNumber: 'XI123456789' })).toBeNull();
  });

  it('a foreign number holds no SIREN', () => {
    expect(sirenOf({ siren: null, vatNumber: 'DE136695976' })).toBeNull();
  });
});
