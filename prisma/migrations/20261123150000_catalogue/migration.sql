-- CreateEnum
CREATE TYPE "identity_kind" AS ENUM ('guest', 'token', 'account');

-- CreateEnum
CREATE TYPE "subject_kind" AS ENUM ('track', 'artist', 'event');

-- CreateTable
CREATE TABLE "artist" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "artist_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "track" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "artist_id" TEXT NOT NULL,
    "artist_name" TEXT NOT NULL,
    "album" TEXT,
    "genres" TEXT[],
    "key_tonic" SMALLINT,
    "key_minor" BOOLEAN,
    "tempo_bpm" DOUBLE PRECISION NOT NULL,
    "energy" DOUBLE PRECISION NOT NULL,
    "duration_seconds" DOUBLE PRECISION NOT NULL,
    "seed" DOUBLE PRECISION NOT NULL,
    "sound" TEXT NOT NULL,
    "path" TEXT,
    "has_cover" BOOLEAN NOT NULL,
    "added_at_ms" DOUBLE PRECISION NOT NULL,
    "version" BIGINT NOT NULL,
    "removed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "track_pkey" PRIMARY KEY ("id")
);

-- Versions of tracks; taken under a lock, one for each write of a batch.
CREATE SEQUENCE "track_version";

-- CreateTable
CREATE TABLE "listener" (
    "id" TEXT NOT NULL,
    "first_seen_ms" DOUBLE PRECISION NOT NULL,
    "uncut" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "listener_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" TEXT NOT NULL,
    "kind" "identity_kind" NOT NULL,
    "listener_id" TEXT NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "liked" (
    "listener_id" TEXT NOT NULL,
    "track_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "at_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "liked_pkey" PRIMARY KEY ("listener_id", "track_id")
);

-- CreateTable
CREATE TABLE "blocked" (
    "listener_id" TEXT NOT NULL,
    "kind" "subject_kind" NOT NULL,
    "subject_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "at_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "blocked_pkey" PRIMARY KEY ("listener_id", "kind", "subject_id")
);

-- CreateTable
CREATE TABLE "history" (
    "listener_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "kind" "subject_kind" NOT NULL,
    "subject_id" TEXT NOT NULL,
    "heard_fraction" DOUBLE PRECISION,
    "at_ms" DOUBLE PRECISION NOT NULL,
    "undone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "history_pkey" PRIMARY KEY ("listener_id", "event")
);

-- CreateTable
CREATE TABLE "playlist" (
    "id" TEXT NOT NULL,
    "listener_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "made_at_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "playlist_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playlist_track" (
    "playlist_id" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "track_id" TEXT NOT NULL,

    CONSTRAINT "playlist_track_pkey" PRIMARY KEY ("playlist_id", "place")
);

-- CreateTable
CREATE TABLE "projection_mark" (
    "partition" INTEGER NOT NULL,
    "epoch" DOUBLE PRECISION NOT NULL,
    "offset" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "projection_mark_pkey" PRIMARY KEY ("partition")
);

-- CreateTable
CREATE TABLE "erasure" (
    "listener_hash" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "epoch" DOUBLE PRECISION NOT NULL,
    "offset" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("listener_hash")
);

-- CreateTable
CREATE TABLE "import_run" (
    "name" TEXT NOT NULL,
    "outbox" TEXT NOT NULL,
    "done" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,
    "finished" BOOLEAN NOT NULL,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "track_version_id_idx" ON "track"("version", "id");

-- CreateIndex
CREATE INDEX "identity_listener_id_idx" ON "identity"("listener_id");

-- CreateIndex
CREATE INDEX "history_listener_id_at_ms_seq_idx" ON "history"("listener_id", "at_ms" DESC, "seq" DESC);

-- CreateIndex
CREATE INDEX "history_listener_id_subject_id_idx" ON "history"("listener_id", "subject_id");

-- CreateIndex
CREATE INDEX "playlist_listener_id_idx" ON "playlist"("listener_id");

-- AddForeignKey
ALTER TABLE "track" ADD CONSTRAINT "track_artist_id_fkey" FOREIGN KEY ("artist_id") REFERENCES "artist"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "liked" ADD CONSTRAINT "liked_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blocked" ADD CONSTRAINT "blocked_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "history" ADD CONSTRAINT "history_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playlist" ADD CONSTRAINT "playlist_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playlist_track" ADD CONSTRAINT "playlist_track_playlist_id_fkey" FOREIGN KEY ("playlist_id") REFERENCES "playlist"("id") ON DELETE CASCADE ON UPDATE CASCADE;
