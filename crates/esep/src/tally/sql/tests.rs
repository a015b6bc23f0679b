//! What can be told of the SQL without an engine; what it gives is tried by `DuckDB` in `tests/sql/`.

use time::macros::date;

use super::*;
use crate::form::Forms;
use crate::register::Register;

const STRUCTURE: SqlStructure<'_> = SqlStructure {
    file: "structure.csv",
    separator: ',',
    above: 1,
    columns: &[Some("code"), Some("parent"), Some("kind"), None, Some("employees")],
};

/// The script of a register of which a file has all columns.
fn script(register: &Register, dialect: SqlDialect, files: &[&str]) -> String {
    let header: Vec<&str> = register.columns.iter().map(|column| column.id.as_str()).collect();
    let register = Register::find(register.id).unwrap();
    let when = When::In("2020-H1".parse().unwrap());
    let rules = Rules::new(register, &Forms::built_in(), &header, when).unwrap();
    let files =
        SqlFiles { register: files, header: &header, separator: ';', structure: Some(STRUCTURE) };
    TallySql::new(&rules, dialect, files).to_string()
}

#[test]
fn neither_dialect_has_words_of_the_other() {
    const DUCKDB: [&str; 9] = [
        "read_csv(",
        " MACRO ",
        "regexp_matches(",
        "HUGEINT",
        " // ",
        "unnest(",
        "'VARCHAR'",
        "'g')",
        " AS \"employees\"",
    ];
    const SPARK: [&str; 9] = [
        "USING csv",
        " FUNCTION ",
        "regexp_like(",
        "DECIMAL(38, 0)) * ",
        " div ",
        "explode(",
        "` STRING",
        "LIMIT ALL",
        " AS `employees`",
    ];
    for (dialect, own, others) in
        [(SqlDialect::DuckDb, DUCKDB, SPARK), (SqlDialect::Spark, SPARK, DUCKDB)]
    {
        let of_members = script(Register::find("members").unwrap(), dialect, &["members.csv"]);
        for word in own {
            assert!(of_members.contains(word), "{dialect:?}: {word}");
        }
        for register in Register::all() {
            let script = script(register, dialect, &["rows.csv"]);
            for word in others {
                assert!(!script.contains(word), "{dialect:?}, {}: {word}", register.id);
            }
        }
    }
}

/// But for how files are read, functions made and a few words, both dialects say the same.
#[test]
fn the_table_is_the_same_in_both_dialects() {
    let table = |register: &Register, dialect| {
        let script = script(register, dialect, &["rows.csv"]);
        let table = script.split("-- The table: ").nth(1).unwrap().replace('`', "\"");
        table.replace("HUGEINT", "DECIMAL(38, 0)").replace(" // ", " div ")
    };
    for register in Register::all() {
        let duckdb = table(register, SqlDialect::DuckDb);
        assert_eq!(duckdb, table(register, SqlDialect::Spark), "{}", register.id);
    }
}

#[test]
fn every_file_is_read() {
    let members = Register::find("members").unwrap();
    let files = ["north.csv", "south.csv"];
    let duckdb = script(members, SqlDialect::DuckDb, &files);
    assert!(duckdb.contains("['north.csv', 'south.csv'],"));
    let spark = script(members, SqlDialect::Spark, &files);
    for said in [
        "VIEW register_file_1 (",
        "path 'south.csv'",
        "VIEW register_file AS SELECT * FROM register_file_1 UNION ALL SELECT * FROM register_file_2",
    ] {
        assert!(spark.contains(said), "{said}");
    }
}

#[test]
fn names_of_files_are_only_names() {
    let members = Register::find("members").unwrap();
    let file = "O'Brien\\'; DROP TABLE members; --.csv";
    let duckdb = script(members, SqlDialect::DuckDb, &[file]);
    assert!(duckdb.contains("['O''Brien\\''; DROP TABLE members; --.csv'],"));
    let spark = script(members, SqlDialect::Spark, &[file]);
    assert!(spark.contains("path 'O\\'Brien\\\\\\'; DROP TABLE members; --.csv',"));
}

#[test]
fn what_the_file_does_not_tell_is_asked_of_no_engine() {
    let members = Register::find("members").unwrap();
    let header = ["org_code", "joined", "left", "sex'; --"];
    let when = When::On(date!(2020 - 02 - 29));
    let rules = Rules::new(members, &Forms::built_in(), &header, when).unwrap();
    let files =
        SqlFiles { register: &["members.csv"], header: &header, separator: ',', structure: None };
    let sql = TallySql::new(&rules, SqlDialect::DuckDb, files);
    let script = sql.to_string();
    for absent in ["status", "birth_date", "sex", "organizations", "at_start", "as_flag"] {
        assert!(!script.contains(absent), "{absent}");
    }
    assert!(script.contains("'column 4': 'VARCHAR'"));
    assert!(sql.table.contains("CAST(NULL AS DECIMAL(38, 0)) AS \"women\""));
    assert!(sql.table.contains("'2020-02-29' AS period"));
}

#[test]
fn an_age_of_a_leap_day() {
    let members = Register::find("members").unwrap();
    let header = ["org_code", "birth_date", "joined", "left"];
    let when = When::On(date!(2020 - 02 - 29));
    let rules = Rules::new(members, &Forms::built_in(), &header, when).unwrap();
    let files =
        SqlFiles { register: &["members.csv"], header: &header, separator: ',', structure: None };
    let sql = TallySql::new(&rules, SqlDialect::DuckDb, files);
    // There was no 29 February 1985: whoever was born on the 1 March was 34 years old.
    assert!(sql.table.contains("\"birth_date\" > DATE '1985-02-28') AS \"youth\""));
}
