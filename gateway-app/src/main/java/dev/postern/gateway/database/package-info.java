/// Where the database is, and how those who share it tell each other that something changed: the H2 file of one process, or a PostgreSQL
/// by URL. PostgreSQL's NOTIFY brings the word at once; a poll behind it finds what a lost connection did not bring.
///
/// Stores ask [Database] what they may rely on and raise a [ChangeSignal]; whoever follows the database is a [ChangeFollower]. Start at
/// [Database].
@NullMarked
package dev.postern.gateway.database;

import org.jspecify.annotations.NullMarked;
