//! A diary that can be lost in every way, on both databases.

use super::Home;
use std::fs;
use std::sync::Arc;
use supple_store::testing::Cluster;

/// A diary that can be lost in every way.
pub enum Kept {
    File(Home),
    Server(Home, Arc<Cluster>, String),
}

impl Kept {
    pub fn both() -> [Kept; 2] {
        let cluster = Cluster::shared().unwrap();
        let address = cluster.fresh_database().unwrap();
        let name = address.rsplit('/').next().unwrap().to_owned();
        [Kept::File(Home::new()), Kept::Server(Home::with(&address), cluster, name)]
    }

    pub fn home(&self) -> &Home {
        match self {
            Kept::File(home) | Kept::Server(home, ..) => home,
        }
    }

    /// Takes the whole database away.
    pub fn lose(&self) {
        match self {
            Kept::File(home) => fs::remove_file(home.diary()).unwrap(),
            Kept::Server(_, cluster, name) => {
                cluster.run_sql(&format!("DROP DATABASE {name}")).unwrap();
                cluster.run_sql(&format!("CREATE DATABASE {name}")).unwrap();
            }
        }
    }

    /// Copies the database aside.
    pub fn copy(&self) {
        match self {
            Kept::File(home) => drop(fs::copy(home.diary(), home.path("copy.db")).unwrap()),
            Kept::Server(_, cluster, name) => {
                cluster.run_sql(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).unwrap();
            }
        }
    }

    /// Puts the copy in the place of the database, which stands where the copy was from then on.
    pub fn swap(&self) {
        match self {
            Kept::File(home) => {
                fs::rename(home.diary(), home.path("swap.db")).unwrap();
                fs::rename(home.path("copy.db"), home.diary()).unwrap();
                fs::rename(home.path("swap.db"), home.path("copy.db")).unwrap();
            }
            Kept::Server(_, cluster, name) => {
                for (from, to) in [("", "_swap"), ("_copy", ""), ("_swap", "_copy")] {
                    cluster.run_sql(&format!("ALTER DATABASE {name}{from} RENAME TO {name}{to}")).unwrap();
                }
            }
        }
    }

    /// What it is kept in.
    pub fn name(&self) -> &'static str {
        match self {
            Kept::File(_) => "SQLite",
            Kept::Server(..) => "PostgreSQL",
        }
    }

    /// Leaves the database, and nothing in it.
    pub fn empty(&self) {
        match self {
            Kept::File(home) => fs::write(home.diary(), "").unwrap(),
            Kept::Server(_, cluster, name) => {
                let mut client = postgres::Client::connect(&cluster.address(name), postgres::NoTls).unwrap();
                client.batch_execute("SET session_replication_role = replica; DELETE FROM supple.entry").unwrap();
            }
        }
    }

    /// Changes one letter of an entry with this text.
    pub fn damage(&self, text: &str) {
        let spoilt = format!("{}#", &text[..text.len() - 1]);
        match self {
            Kept::File(home) => {
                let mut bytes = fs::read(home.diary()).unwrap();
                let at = bytes.windows(text.len()).position(|part| part == text.as_bytes()).unwrap();
                bytes[at..at + text.len()].copy_from_slice(spoilt.as_bytes());
                fs::write(home.diary(), bytes).unwrap();
            }
            Kept::Server(_, cluster, name) => {
                let mut client = postgres::Client::connect(&cluster.address(name), postgres::NoTls).unwrap();
                client.batch_execute("SET session_replication_role = replica").unwrap();
                let update = "UPDATE supple.entry SET line = overlay(line PLACING $2::bytea FROM position($1::bytea IN line)) WHERE position($1::bytea IN line) > 0";
                assert_eq!(client.execute(update, &[&text.as_bytes(), &spoilt.as_bytes()]).unwrap(), 1);
            }
        }
    }
}
