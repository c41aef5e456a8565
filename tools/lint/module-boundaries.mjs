/**
 * Which package may import which, by the tags in `nx.tags` of their package.json.
 *
 * A package has to satisfy every entry that names one of its tags.
 */
export const depConstraints = [
  { sourceTag: 'type:pure', onlyDependOnLibsWithTags: ['type:pure'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:pure'] },
  // Would serve any other program as it is: it knows nothing of orders.
  { sourceTag: 'scope:standalone', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:workflow', onlyDependOnLibsWithTags: ['type:pure', 'scope:temporal'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:pure'] },
  // The one app that runs workflows.
  {
    sourceTag: 'type:worker',
    onlyDependOnLibsWithTags: ['type:lib', 'type:pure', 'type:workflow'],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:pure'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['*'] },
];
