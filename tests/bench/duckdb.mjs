// The same question to DuckDB: node duckdb.mjs FILE
import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(
	`select "user", arn from read_csv('${process.argv[2]}')
	where password_enabled and not mfa_active`);
for (const row of reader.getRows())
	console.log(row.join(","));
