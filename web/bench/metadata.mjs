// bench/metadata: puts before a TFLite file what MediaPipe's ImageSegmenter asks of it: how its input is normalised. The
// new root lies in front of the old file, so that every offset of it stays right.
import { Builder, ByteBuffer } from 'flatbuffers';

/** The metadata of one RGB input whose values are byte / 255 (schema of TFLite Metadata, identifier M001). */
function metadata() {
  const builder = new Builder(256);
  const floats = (value) => {
    builder.startVector(4, 1, 4);
    builder.addFloat32(value);
    return builder.endVector();
  };
  const table = (fields, add) => {
    builder.startObject(fields);
    add();
    return builder.endObject();
  };
  const list = (item) => {
    builder.startVector(4, 1, 4);
    builder.addOffset(item);
    return builder.endVector();
  };
  const [mean, deviation] = [floats(0), floats(255)];
  const normalisation = table(2, () => {
    builder.addFieldOffset(0, mean, 0);
    builder.addFieldOffset(1, deviation, 0);
  });
  const units = list(
    table(2, () => {
      builder.addFieldInt8(0, 1, 0); // NormalizationOptions
      builder.addFieldOffset(1, normalisation, 0);
    }),
  );
  const image = table(2, () => builder.addFieldInt8(0, 1, 0)); // RGB
  const content = table(3, () => {
    builder.addFieldInt8(0, 2, 0); // ImageProperties
    builder.addFieldOffset(1, image, 0);
  });
  const inputs = list(
    table(7, () => {
      builder.addFieldOffset(3, content, 0);
      builder.addFieldOffset(4, units, 0);
    }),
  );
  const outputs = list(table(7, () => {}));
  const graphs = list(
    table(7, () => {
      builder.addFieldOffset(2, inputs, 0);
      builder.addFieldOffset(3, outputs, 0);
    }),
  );
  const root = table(8, () => builder.addFieldOffset(3, graphs, 0));
  builder.finish(root, 'M001');
  return builder.asUint8Array();
}

/** `model` with that metadata. */
export function withMetadata(model) {
  const old = new ByteBuffer(model);
  const root = old.readInt32(0);
  const target = (field) => {
    const place = old.__offset(root, 4 + 2 * field);
    return place === 0 ? 0 : root + place + old.readInt32(root + place);
  };
  const buffers = target(4);
  const count = old.readInt32(buffers);
  const payload = metadata();
  const name = new TextEncoder().encode('TFLITE_METADATA\0');

  // The places of what is new, each after what points to it.
  const align = (place, to) => Math.ceil(place / to) * to;
  const vtable = 8;
  const table = align(vtable + 4 + 2 * 8, 4);
  const bufferList = table + 4 + 4 * 8;
  const metadataList = bufferList + 4 + 4 * (count + 1);
  const smallTable = align(metadataList + 8, 4); // vtable of Buffer, then of Metadata
  const bufferTable = smallTable + 20;
  const metadataTable = bufferTable + 8;
  const text = metadataTable + 12;
  const bytes = align(text + 4 + name.length, 16) + 12; // so that the payload itself begins at 16
  const shift = align(bytes + 4 + payload.length, 16);

  const made = new Uint8Array(shift + model.length);
  made.set(model, shift);
  const view = new DataView(made.buffer);
  const put = (place, value) => view.setUint32(place, value, true);
  const point = (place, to) => put(place, to - place);
  const halves = (place, values) => made.set(new Uint8Array(Uint16Array.from(values).buffer), place);
  put(0, table);
  made.set(model.subarray(4, 8), 4); // TFL3
  view.setUint16(vtable, 4 + 2 * 8, true);
  view.setUint16(vtable + 2, 4 + 4 * 8, true);
  view.setInt32(table, table - vtable, true);
  for (let field = 0; field < 8; ++field) {
    const place = table + 4 + 4 * field;
    if (field === 0)
      put(place, 3); // version of the schema
    else if (field === 4) point(place, bufferList);
    else if (field === 6) point(place, metadataList);
    else if (target(field)) point(place, shift + target(field));
    const there = field === 0 || field === 4 || field === 6 || target(field);
    view.setUint16(vtable + 4 + 2 * field, there ? 4 + 4 * field : 0, true);
  }
  put(bufferList, count + 1);
  for (let i = 0; i < count; ++i) {
    const place = buffers + 4 + 4 * i;
    point(bufferList + 4 + 4 * i, shift + place + old.readInt32(place));
  }
  point(bufferList + 4 + 4 * count, bufferTable);
  put(metadataList, 1);
  point(metadataList + 4, metadataTable);
  halves(smallTable, [6, 8, 4]); // Buffer: data
  halves(smallTable + 8, [8, 12, 4, 8]); // Metadata: name, buffer
  view.setInt32(bufferTable, bufferTable - smallTable, true);
  point(bufferTable + 4, bytes);
  view.setInt32(metadataTable, metadataTable - (smallTable + 8), true);
  point(metadataTable + 4, text);
  put(metadataTable + 8, count);
  put(text, name.length - 1);
  made.set(name, text + 4);
  put(bytes, payload.length);
  made.set(payload, bytes + 4);
  return made;
}
