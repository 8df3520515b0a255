// package/build/licences: its types.

export declare function complaints(
  lock: { packages: Record<string, { link?: boolean; dev?: boolean; license?: string }> },
  thirdParty: string,
): string[];
