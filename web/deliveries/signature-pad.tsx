import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { signatureField } from '../../contracts/vocabulary.js';
import { strokesOf, type Point } from '../../domain/signature.js';
import { useWords } from '../app/language.js';

/** About as many points as the API takes. */
const MOST_POINTS = 2_000;
const PEN_WIDTH = 4;

type Props = { readonly onChange: (strokes: string) => void };

/** A field that is signed in with a finger, a pen or a mouse. Who has none of them leaves it: the name alone does. */
export function SignaturePad({ onChange }: Props) {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef(false);
  const [strokes, setStrokes] = useState<readonly (readonly Point[])[]>([]);
  useEffect(() => {
    draw(canvas.current, strokes);
    onChange(strokesOf(strokes));
  }, [strokes]);
  const count = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = true;
    const point = pointOf(event);
    setStrokes((before) => [...before, [point]]);
  };
  const goOn = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!drawing.current || count >= MOST_POINTS) return;
    const point = pointOf(event);
    setStrokes((before) => [...before.slice(0, -1), [...(before.at(-1) ?? []), point]]);
  };
  const end = (): void => {
    drawing.current = false;
  };
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm" fw={500} id="signature-name">
          {t.logistics.signature}
        </Text>
        <Button size="compact-xs" variant="default" disabled={strokes.length === 0} onClick={() => setStrokes([])}>
          {t.logistics.signAgain}
        </Button>
      </Group>
      <canvas
        ref={canvas}
        role="img"
        aria-labelledby="signature-name"
        className="signature"
        width={signatureField.width}
        height={signatureField.height}
        onPointerDown={begin}
        onPointerMove={goOn}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <Text size="xs" c="dimmed">
        {t.logistics.signatureHint}
      </Text>
    </div>
  );
}

/** Where the finger is, in units of the field, however large it is shown. */
function pointOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): Point {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return {
    x: ((clientX - left) / width) * signatureField.width,
    y: ((clientY - top) / height) * signatureField.height,
  };
}

function draw(canvas: HTMLCanvasElement | null, strokes: readonly (readonly Point[])[]): void {
  const pen = canvas?.getContext('2d');
  if (!canvas || !pen) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.lineWidth = PEN_WIDTH;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.stroke(new Path2D(strokesOf(strokes)));
}
