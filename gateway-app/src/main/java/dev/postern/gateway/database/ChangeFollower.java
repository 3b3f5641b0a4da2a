package dev.postern.gateway.database;

/// Whoever holds a copy of something that another replica may change in the database.
public interface ChangeFollower {

    /// Looks whether there is anything newer, and takes it up. Called at every word of a change and every second besides, one call at a time;
    /// it has to be cheap when nothing changed, and says itself what went wrong.
    void catchUp();
}
