import type pg from 'pg';

/** A node of a plan, as `explain (analyze, format json)` tells of it. */
interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

const SCANS_OF_TABLES = ['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Heap Scan'];

/** What PostgreSQL really did, node by node, for a statement that is prepared for any values. */
export async function nodesOf(
  client: pg.Client,
  { text, values }: { text: string; values: readonly unknown[] },
): Promise<PlanNode[]> {
  await client.query('set plan_cache_mode = force_generic_plan');
  const explained = { text: `explain (analyze, format json) ${text}`, values: [...values] };
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained);
  return flatten(rows[0]!['QUERY PLAN'][0].Plan);
}

export function indexesIn(nodes: readonly PlanNode[]): string[] {
  return nodes.flatMap((node) => node['Index Name'] ?? []);
}

/** Rows of tables that were looked at, whether they were wanted or not. */
export function examinedIn(nodes: readonly PlanNode[]): number {
  return nodes
    .filter((node) => SCANS_OF_TABLES.includes(node['Node Type']))
    .reduce(
      (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    );
}

/** How many rows each node of a type gave. */
export function rowsOf(nodes: readonly PlanNode[], type: string): number[] {
  return nodes.filter((node) => node['Node Type'] === type).map((node) => node['Actual Rows'] * node['Actual Loops']);
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
