CREATE SEQUENCE "track_version";

CREATE TABLE "Artist" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "Artist_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Track" (
    "id" TEXT NOT NULL,
    "version" BIGINT NOT NULL DEFAULT nextval('track_version'::regclass),
    "removed" BOOLEAN NOT NULL DEFAULT false,
    "title" TEXT NOT NULL,
    "artistId" TEXT NOT NULL,
    "album" TEXT,
    "genres" TEXT[],
    "keyTonic" INTEGER,
    "keyMinor" BOOLEAN,
    "tempoBpm" DOUBLE PRECISION NOT NULL,
    "energy" DOUBLE PRECISION NOT NULL,
    "durationSeconds" DOUBLE PRECISION NOT NULL,
    "seed" BIGINT NOT NULL,
    "sound" TEXT NOT NULL,
    "path" TEXT,
    "hasCover" BOOLEAN NOT NULL,
    "addedAtMs" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "Track_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Track_artistId_fkey" FOREIGN KEY ("artistId") REFERENCES "Artist"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "Track_version_idx" ON "Track"("version");

CREATE TABLE "Listener" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Listener_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Identity" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "listenerId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Identity_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Identity_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Identity_listenerId_idx" ON "Identity"("listenerId");

CREATE TABLE "Like" (
    "listenerId" TEXT NOT NULL,
    "trackId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "atMs" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "Like_pkey" PRIMARY KEY ("listenerId", "trackId"),
    CONSTRAINT "Like_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "Block" (
    "listenerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "atMs" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "Block_pkey" PRIMARY KEY ("listenerId", "kind", "subjectId"),
    CONSTRAINT "Block_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "History" (
    "listenerId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "trackId" TEXT NOT NULL,
    "heardFraction" DOUBLE PRECISION,
    "atMs" DOUBLE PRECISION NOT NULL,
    "undone" BOOLEAN NOT NULL DEFAULT false,
    "kind" TEXT NOT NULL DEFAULT 'track',
    CONSTRAINT "History_pkey" PRIMARY KEY ("listenerId", "event"),
    CONSTRAINT "History_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "History_listenerId_atMs_idx" ON "History"("listenerId", "atMs" DESC);

CREATE TABLE "Playlist" (
    "id" TEXT NOT NULL,
    "listenerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Playlist_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Playlist_listenerId_fkey" FOREIGN KEY ("listenerId") REFERENCES "Listener"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "PlaylistTrack" (
    "playlistId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "trackId" TEXT NOT NULL,
    CONSTRAINT "PlaylistTrack_pkey" PRIMARY KEY ("playlistId", "place"),
    CONSTRAINT "PlaylistTrack_playlistId_fkey" FOREIGN KEY ("playlistId") REFERENCES "Playlist"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "ProjectionMark" (
    "partition" INTEGER NOT NULL,
    "epoch" DOUBLE PRECISION NOT NULL,
    "offset" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "ProjectionMark_pkey" PRIMARY KEY ("partition")
);

CREATE TABLE "ImportRun" (
    "name" TEXT NOT NULL,
    "outbox" TEXT NOT NULL,
    "done" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "finished" BOOLEAN NOT NULL,
    CONSTRAINT "ImportRun_pkey" PRIMARY KEY ("name")
);
