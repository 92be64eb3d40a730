/** A C structure that an XS module described with META_STRUCT. Names are bytes, read as Latin-1. */
export interface StructType {
  readonly id: number
  readonly name: string
  readonly fields: readonly { readonly name: string; readonly type: number }[]
  /** Byte of the dump at which it is described: instances before it are of an earlier struct with this id, if any. */
  readonly definedAt: number
}

export const StructField = { PTR: 0, BOOL: 1, U8: 2, U32: 3, UINT: 4 } as const

/** Struct types as they are read. A later definition of an id counts for the instances behind it. */
export class StructTypes {
  readonly #latest = new Map<number, StructType>()
  readonly #all: StructType[] = []

  define(struct: StructType): void {
    this.#latest.set(struct.id, struct)
    this.#all.push(struct)
  }

  get(id: number): StructType | undefined {
    return this.#latest.get(id)
  }

  /** In the order of the file. */
  all(): readonly StructType[] {
    return this.#all
  }
}

/** Bytes of one field, or -1 for an unknown type. */
export function structFieldBytes(type: number, ptrBytes: number, uintBytes: number): number {
  switch (type) {
    case StructField.PTR:
      return ptrBytes
    case StructField.BOOL:
    case StructField.U8:
      return 1
    case StructField.U32:
      return 4
    case StructField.UINT:
      return uintBytes
    default:
      return -1
  }
}

/** Bytes of an instance's body, or -1 when a field has an unknown type. */
export function structBytes(struct: StructType, ptrBytes: number, uintBytes: number): number {
  let sum = 0
  for (const field of struct.fields) {
    const bytes = structFieldBytes(field.type, ptrBytes, uintBytes)
    if (bytes < 0) return -1
    sum += bytes
  }
  return sum
}
